import { useState, type FocusEvent, type KeyboardEvent } from 'react';
import { Button } from '@/components/button';
import { TextArea } from '@/components/text-field';
import { useText } from '@/lib/texts';
import { noteKeyAction } from './note-keys';

interface Props {
  label: string;
  text: string;
  placeholder?: string;
  isPending?: boolean;
  problem?: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/** A few words changed in place: Enter saves, Shift+Enter is a new line, Escape gives up. */
export function InlineEditor({ label, text, placeholder, isPending, problem, onSave, onCancel }: Props) {
  const t = useText('call-screen');
  const [value, setValue] = useState(text);
  const save = () => value.trim() && onSave(value.trim());

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const { key, shiftKey, altKey, keyCode } = event;
    const action = noteKeyAction({
      key,
      shiftKey,
      altKey,
      keyCode,
      isComposing: event.nativeEvent.isComposing,
    });
    if (action === null) return;
    event.preventDefault();
    if (action === 'save') save();
    else onCancel();
  };

  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2 py-1" onKeyDownCapture={onKeyDown}>
      <TextArea
        label={label}
        hideLabel
        autoFocus
        onFocus={caretToEnd}
        rows={2}
        value={value}
        onChange={setValue}
        placeholder={placeholder}
        error={problem}
      />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onPress={onCancel}>
          {t('cancel')}
        </Button>
        <Button onPress={save} isPending={isPending} isDisabled={!value.trim()}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}

function caretToEnd({ target }: FocusEvent<Element>): void {
  if (target instanceof HTMLTextAreaElement)
    target.setSelectionRange(target.value.length, target.value.length);
}
