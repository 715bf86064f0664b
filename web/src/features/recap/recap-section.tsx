import { classes } from '@/components/classes';
import { useText } from '@/lib/texts';
import { RecapSentence } from './recap-sentence';
import type { SECTION_NAMES, Sentence } from './use-recap';

interface Props {
  sessionId: string;
  name: (typeof SECTION_NAMES)[number];
  sentences: Sentence[];
  isEditable: boolean;
  onOpenNote: (id: string) => void;
}

export function RecapSection({ sessionId, name, sentences, isEditable, onOpenNote }: Props) {
  const t = useText('recap');
  return (
    <section className="flex flex-col gap-1 border-b border-line py-4 last:border-0">
      <h2 className="text-14">{t(`section.${name}`)}</h2>
      {sentences.length === 0 && <p className="text-13 text-text-3">{t(`empty.${name}`)}</p>}
      <ul className={classes('flex flex-col', name !== 'summary' && 'list-disc pl-4 marker:text-text-3')}>
        {sentences.map((sentence) => (
          <RecapSentence
            key={sentence.sentence_id}
            sessionId={sessionId}
            sentence={sentence}
            isEditable={isEditable}
            onOpenNote={onOpenNote}
          />
        ))}
      </ul>
    </section>
  );
}
