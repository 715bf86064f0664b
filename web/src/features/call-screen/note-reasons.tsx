import { Badge } from '@/components/badge';
import { useText } from '@/lib/texts';
import { Contradictions } from './contradictions';
import { EvidenceChip } from './evidence-chip';
import type { Note } from './note-items';

/** Parts of the CV that are further from the note than this only look like evidence. */
const NEAR = 0.58;
const LEVELS = ['LOW', 'MEDIUM', 'HIGH'];

/** Why the note was judged as it was: what it contradicts, its words, and the nearest part of the CV. */
export function NoteReasons({ note }: { note: Note }) {
  const t = useText('call-screen');
  const [evidence] = note.evidence_chunks;
  const contradictions = note.reasons.filter((reason) => reason.source);
  const quoted = (toward: string) =>
    note.reasons
      .filter((reason) => reason.toward === toward && !reason.source)
      .map((reason) => `“${reason.text}”`);
  const ofRisk = quoted(note.risk_level);
  return (
    <div className="mt-2 mb-1 flex flex-col gap-2 border-l-2 border-line pl-3 text-12 text-text-2">
      <Contradictions reasons={contradictions} />
      <p>{ofRisk.length > 0 ? t('notes.because', { words: ofRisk.join(', ') }) : t('notes.becauseWhole')}</p>
      {note.note_signals.map((signal) => (
        <p key={signal} className="flex flex-wrap items-center gap-1.5">
          <Badge>{t(`signal.${signal}`)}</Badge> {quoted(signal).join(', ')}
        </p>
      ))}
      {note.reasons.some((reason) => LEVELS.includes(reason.toward) && reason.toward !== note.risk_level) && (
        <p>{t('notes.against', { words: againstOf(note).join(', ') })}</p>
      )}
      {evidence && evidence.distance <= NEAR && (
        <p className="flex min-w-0 items-center gap-1.5">
          <span className="shrink-0">{t('notes.near')}</span>
          <EvidenceChip chunkId={evidence.chunk_id} quote={evidence.passage ?? ''} />
        </p>
      )}
      <p className="text-text-3">{t('notes.local')}</p>
    </div>
  );
}

function againstOf(note: Note): string[] {
  return note.reasons
    .filter((reason) => LEVELS.includes(reason.toward) && reason.toward !== note.risk_level)
    .map((reason) => `“${reason.text}”`);
}
