import { useQuery } from '@tanstack/react-query';
import { Button } from '@/components/button';
import { SkeletonLines } from '@/components/skeleton';
import { api, bodyOf } from '@/lib/api';
import { formatTime } from '@/lib/format';
import { keys } from '@/lib/query-keys';
import { useLanguage, useText } from '@/lib/texts';
import type { Note } from './note-items';
import { useScreen } from './screen-context';
import { useDescribeProblem } from './use-describe-problem';

/** What the note said before it was edited. */
export function NoteHistory({ note, onClose }: { note: Note; onClose: () => void }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const { sessionId } = useScreen();
  const describe = useDescribeProblem();
  const path = { session_id: sessionId, note_id: note.note_id };
  const history = useQuery({
    queryKey: [...keys.notes(sessionId), note.note_id, String(note.version)],
    queryFn: () =>
      bodyOf(api.GET('/api/sessions/{session_id}/notes/{note_id}/history/', { params: { path } })),
  });
  return (
    <div className="mt-2 flex flex-col gap-2 border-l-2 border-line pl-3 text-13">
      <h3 className="text-12 text-text-3">{t('notes.history')}</h3>
      {history.isPending && <SkeletonLines count={2} />}
      {history.error && (
        <p className="text-12 text-risk-high">{describe(history.error, t('notes.noHistory'))}</p>
      )}
      <ol className="flex flex-col gap-2">
        {history.data?.versions.map((version) => (
          <li key={version.version} className="break-words whitespace-pre-line text-text-2">
            <span className="mr-2 text-12 text-text-3 nums">{formatTime(version.changed_at, language)}</span>
            {version.text}
          </li>
        ))}
      </ol>
      <Button kind="quiet" className="self-start" onPress={onClose}>
        {t('notes.closeHistory')}
      </Button>
    </div>
  );
}
