import { FileText } from 'lucide-react';
import { useText } from '@/lib/texts';
import { chunkLabel } from './cv-text';
import { useScreen } from './screen-context';
import { useCv } from './session-queries';

interface Props {
  chunkId: string;
  /** The words that count, where only some of the chunk do. */
  quote: string;
}

/** Evidence in the CV; opens the place. A plain button, because one of react-aria's in a tooltip becomes its anchor. */
export function EvidenceChip({ chunkId, quote }: Props) {
  const t = useText('call-screen');
  const { sessionId, show } = useScreen();
  const sections = useCv(sessionId).data?.sections ?? [];
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'chunk', id: chunkId, quote })}
      className="inline-flex h-6 max-w-full min-w-0 items-center gap-1.5 rounded-ui border border-line px-2 text-12 text-text-2 hover:bg-surface-2 hover:text-text-1"
    >
      <FileText size={12} aria-hidden className="shrink-0" />
      <span className="sr-only">{t('card.evidence')}</span>
      <span className="truncate">{chunkLabel(sections, chunkId, quote)}</span>
    </button>
  );
}
