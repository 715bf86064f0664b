import { useState, type KeyboardEvent } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { TextArea } from '@/components/text-field';
import { useText } from '@/lib/texts';
import { useEditSentence, type Sentence } from './use-recap';

interface Props {
  sessionId: string;
  sentence: Sentence;
  onDone: () => void;
}

/** Enter saves, Escape gives up; the machine's own wording can come back. */
export function SentenceEditor({ sessionId, sentence, onDone }: Props) {
  const t = useText('recap');
  const [text, setText] = useState(sentence.text);
  const edit = useEditSentence(sessionId, sentence.sentence_id);
  const save = (value: string) => edit.mutate(value, { onSuccess: onDone });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save(text.trim());
  };

  return (
    <div className="flex flex-col gap-2 py-2" onKeyDown={onKeyDown}>
      <TextArea label={t('editor.label')} hideLabel value={text} onChange={setText} rows={2} autoFocus />
      {edit.error && <ErrorState error={edit.error} kept={t('editor.kept')} />}
      <div className="flex justify-end gap-2">
        {sentence.edited && (
          <Button kind="quiet" className="mr-auto" onPress={() => save('')} isPending={edit.isPending}>
            {t('editor.restore')}
          </Button>
        )}
        <Button kind="quiet" onPress={onDone}>
          {t('editor.cancel')}
        </Button>
        <Button kind="primary" onPress={() => save(text.trim())} isPending={edit.isPending}>
          {t('editor.save')}
        </Button>
      </div>
    </div>
  );
}
