import { useText } from '@/lib/texts';
import { EvidenceChip } from './evidence-chip';
import type { Note } from './note-items';
import { Verdict } from './verdict';

/** Parts of the CV that are further from the note than this only look like evidence. */
const NEAR = 0.58;

/** Why the note was judged as it was, and the nearest part of the CV. */
export function NoteReasons({ note }: { note: Note }) {
  const t = useText('call-screen');
  const [evidence] = note.evidence_chunks;
  return (
    <div className="mt-2 mb-1 flex flex-col gap-2 border-l-2 border-line pl-3 text-12 text-text-2">
      <Verdict note={note} />
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
