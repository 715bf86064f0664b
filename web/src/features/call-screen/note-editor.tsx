import { useText } from '@/lib/texts';
import { InlineEditor } from './inline-editor';
import type { Note } from './note-items';
import { useEditNote } from './note-mutations';
import { useScreen } from './screen-context';
import { useDescribeProblem } from './use-describe-problem';

/** A note's text in place; earlier wordings are kept by the server. */
export function NoteEditor({ note, onDone }: { note: Note; onDone: () => void }) {
  const t = useText('call-screen');
  const { sessionId } = useScreen();
  const describe = useDescribeProblem();
  const edit = useEditNote(sessionId, note);
  return (
    <InlineEditor
      label={t('notes.editLabel')}
      text={note.text}
      isPending={edit.isPending}
      problem={edit.error ? describe(edit.error, t('notes.notEdited')) : undefined}
      onSave={(text) => (text === note.text ? onDone() : edit.mutate(text, { onSuccess: onDone }))}
      onCancel={onDone}
    />
  );
}
