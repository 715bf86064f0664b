import { useState, type KeyboardEvent } from 'react';
import { Button } from '@/components/button';
import { TextArea } from '@/components/text-field';
import { useText } from '@/lib/texts';

interface Props {
  text: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/** A question's wording in place: Enter saves, Escape gives up. */
export function QuestionEditor({ text, onSave, onCancel }: Props) {
  const t = useText('draft');
  const [value, setValue] = useState(text);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation(); // the list would take letters and arrows for its own
    if (event.key === 'Escape') onCancel();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onSave(value);
  };

  return (
    <div className="flex flex-1 flex-col gap-2 py-1 pr-1 pl-2" onKeyDownCapture={onKeyDown}>
      <TextArea
        label={t('questions.wording')}
        hideLabel
        value={value}
        onChange={setValue}
        rows={2}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onPress={onCancel}>
          {t('questions.cancel')}
        </Button>
        <Button onPress={() => onSave(value)}>{t('questions.save')}</Button>
      </div>
    </div>
  );
}
