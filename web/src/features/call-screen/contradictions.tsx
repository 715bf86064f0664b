import { StickyNote } from 'lucide-react';
import { useText } from '@/lib/texts';
import { EvidenceChip } from './evidence-chip';
import type { Reason } from './reason-groups';
import { useScreen } from './screen-context';

type Source = NonNullable<Reason['source']>;

/** What the note contradicts: a sentence each, and the way to the passage. */
export function Contradictions({ reasons }: { reasons: Reason[] }) {
  return reasons.map(({ source, explanation, start }) => (
    <div key={`${source?.id} ${start}`} className="flex min-w-0 flex-col items-start gap-1">
      <p className="text-text-1">{explanation}</p>
      {source && <SourceLink source={source} />}
    </div>
  ));
}

function SourceLink({ source: { type, id, text } }: { source: Source }) {
  const t = useText('call-screen');
  const { show } = useScreen();
  if (id === null) return <p>“{text}”</p>;
  if (type === 'chunk') return <EvidenceChip chunkId={id} quote={text} />;
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'note', id })}
      className="inline-flex h-6 max-w-full min-w-0 items-center gap-1.5 rounded-ui border border-line px-2 text-12 text-text-2 hover:bg-surface-2 hover:text-text-1"
    >
      <StickyNote size={12} aria-hidden className="shrink-0" />
      <span className="sr-only">{t('notes.earlier')}</span>
      <span className="truncate">{text}</span>
    </button>
  );
}
