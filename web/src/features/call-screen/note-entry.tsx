import { Sparkles, WandSparkles } from 'lucide-react';
import { useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { Button } from '@/components/button';
import { Kbd } from '@/components/kbd';
import { useText } from '@/lib/texts';
import { useShortcut } from '@/lib/use-shortcut';
import { focusNoteField, NOTE_FIELD_ID } from './focus-places';
import { noteKeyAction } from './note-keys';
import { useScreen } from './screen-context';
import { useNow } from './use-now';

/** Where notes are written. Always there until the interview has ended. */
export function NoteEntry() {
  const { readOnly } = useScreen();
  return readOnly ? null : <OpenEntry />;
}

function OpenEntry() {
  const t = useText('call-screen');
  const { draft, outbox, sessionId, card, callCard } = useScreen();
  const text = useSyncExternalStore(draft.subscribe, () => draft.text);
  const now = useNow();
  const [failed, setFailed] = useState(false);

  useShortcut('n', focusNoteField);
  useShortcut('/', focusNoteField);

  const save = () => {
    if (!draft.text.trim()) return;
    const taken = draft.take();
    setFailed(false);
    outbox.outbox
      .add({ sessionId, text: taken.trim(), questionId: now.question?.question_id ?? null })
      .catch(() => {
        draft.putBack(taken);
        setFailed(true);
      });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const action = noteKeyAction({ ...keysOf(event), isComposing: event.nativeEvent.isComposing });
    if (action === null) return;
    event.preventDefault();
    if (action === 'save') save();
    else callCard(true);
  };

  return (
    <div className="flex flex-col gap-2 px-4 pt-3 pb-2 max-sm:px-3">
      <textarea
        id={NOTE_FIELD_ID}
        aria-label={t('note.label')}
        placeholder={t('note.placeholder')}
        value={text}
        onChange={(event) => draft.type(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-18 w-full resize-none rounded-ui border border-control bg-surface-1 px-3 py-2 text-14 text-text-1 placeholder:text-text-3 focus:border-focus focus:outline-1 focus:-outline-offset-2 focus:outline-focus max-sm:h-16 [@media(max-height:600px)]:h-10 max-sm:text-16"
      />
      {failed && (
        <p role="alert" className="text-13 text-risk-high">
          {t('note.notKept')}
        </p>
      )}
      <div className="flex items-center gap-2 max-sm:flex-wrap">
        <Button
          icon={<Sparkles size={14} aria-hidden />}
          onPress={card.suggestNow}
          isPending={card.isAsking}
          className="max-sm:px-2 max-[389px]:[&_svg]:hidden"
        >
          {t('ai.suggest')}
        </Button>
        <Button
          icon={<WandSparkles size={14} aria-hidden />}
          onPress={card.rephrase}
          isDisabled={!card.shown}
          isPending={card.isRephrasing}
          className="max-sm:px-2 max-[389px]:[&_svg]:hidden"
        >
          {t('ai.rephrase')}
        </Button>
        <span className="ml-auto min-w-0 truncate text-12 text-text-3 max-lg:hidden">
          <Kbd>N</Kbd> {t('note.keyFocus')} <Kbd>⇧⏎</Kbd> {t('note.keyLine')} <Kbd>Esc</Kbd>{' '}
          {t('note.keyCard')}
        </span>
        <Button kind="primary" onPress={save} isDisabled={!text.trim()} className="shrink-0 max-lg:ml-auto">
          {t('note.save')}{' '}
          <span aria-hidden className="max-sm:hidden">
            <Kbd inverse>⏎</Kbd>
          </span>
        </Button>
      </div>
    </div>
  );
}

function keysOf(event: KeyboardEvent) {
  return { key: event.key, shiftKey: event.shiftKey, altKey: event.altKey, keyCode: event.keyCode };
}
