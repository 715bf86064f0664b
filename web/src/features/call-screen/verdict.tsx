import { Badge } from '@/components/badge';
import { useLanguage, useText } from '@/lib/texts';
import { Contradictions } from './contradictions';
import type { Note } from './note-items';
import { groupReasons, quoteWords, type Reason } from './reason-groups';

/** Why a note was judged as it was: what it contradicts, its words and what they point to, its wording. */
export function Verdict({ note }: { note: Note }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const quote = (reasons: Reason[]) => quoteWords(reasons, language);
  const { forRisk, againstRisk, signals, wording, contradictions } = groupReasons(note);
  const isWhole = forRisk.length === 0 && contradictions.length === 0;
  return (
    <>
      <Contradictions reasons={contradictions} />
      {forRisk.length > 0 && <p>{t('notes.because', { words: quote(forRisk) })}</p>}
      {isWhole && <p>{t('notes.becauseWhole')}</p>}
      {signals.map(({ signal, words }) => (
        <p key={signal} className="flex flex-wrap items-center gap-1.5">
          <Badge>{t(`signal.${signal}`)}</Badge> {quote(words)}
        </p>
      ))}
      {againstRisk.length > 0 && <p>{t('notes.against', { words: quote(againstRisk) })}</p>}
      {wording && <p>{t(`notes.wording.${wording}`)}</p>}
    </>
  );
}
