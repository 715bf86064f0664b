/** Changes to one's own notes. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf, type Schema } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import type { Note } from './note-items';

const inNote = (sessionId: string, noteId: string) => ({
  params: { path: { session_id: sessionId, note_id: noteId } },
});

export function useEditNote(sessionId: string, note: Note) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      bodyOf(
        api.PATCH('/api/sessions/{session_id}/notes/{note_id}/', {
          ...inNote(sessionId, note.note_id),
          body: { note_text: text, version: note.version },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.notes(sessionId) }),
  });
}

/** Deletes at once; the toast brings it back. */
export function useDeleteNote(sessionId: string) {
  const t = useText('call-screen');
  const queries = useQueryClient();
  const queryKey = keys.notes(sessionId);
  const refresh = () => queries.invalidateQueries({ queryKey });

  const restore = useMutation({
    mutationFn: (noteId: string) =>
      api.POST('/api/sessions/{session_id}/notes/{note_id}/restore/', {
        ...inNote(sessionId, noteId),
        body: {},
      }),
    onError: () => showToast(t('notes.notRestored')),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (noteId: string) =>
      api.DELETE('/api/sessions/{session_id}/notes/{note_id}/', inNote(sessionId, noteId)),
    onMutate: async (noteId) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<Schema<'NoteList'>>(
        queryKey,
        (old) => old && { ...old, notes: old.notes.filter((note) => note.note_id !== noteId) },
      );
    },
    onSuccess: (_, noteId) =>
      showToast(t('notes.deleted'), { label: t('undo'), run: () => restore.mutate(noteId) }),
    onError: () => showToast(t('notes.notDeleted')),
    onSettled: refresh,
  });
  return remove.mutate;
}
