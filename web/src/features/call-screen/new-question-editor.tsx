import { useText } from '@/lib/texts';
import { InlineEditor } from './inline-editor';
import { useQuestionEdits } from './question-mutations';
import { useScreen } from './screen-context';

/** Takes a question of the recruiter's own into the prepared ones; `onDone` closes it. */
export function NewQuestionEditor({ onDone }: { onDone: () => void }) {
  const t = useText('call-screen');
  const { sessionId } = useScreen();
  const edits = useQuestionEdits(sessionId);
  return (
    <InlineEditor
      label={t('questions.newLabel')}
      placeholder={t('questions.newPlaceholder')}
      text=""
      onSave={(text) => {
        edits.add(text);
        onDone();
      }}
      onCancel={onDone}
    />
  );
}
