import { ArrowDown, ArrowUp, Check, Circle, EllipsisVertical, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuItem } from '@/components/menu';
import { formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import { InlineEditor } from './inline-editor';
import { useMarkAsked, useUnmarkAsked, type useQuestionEdits } from './question-mutations';
import type { Question } from './question-order';
import { useScreen } from './screen-context';

interface Props {
  question: Question;
  isFirst: boolean;
  isLast: boolean;
  edits: ReturnType<typeof useQuestionEdits>;
  onMove: (by: -1 | 1) => void;
}

/** A question still to ask. Alt with an arrow moves it. */
export function QuestionRow({ question, isFirst, isLast, edits, onMove }: Props) {
  const t = useText('call-screen');
  const { sessionId, readOnly } = useScreen();
  const markAsked = useMarkAsked(sessionId);
  const [isEditing, setEditing] = useState(false);
  const id = question.question_id;

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || readOnly) return;
    if (event.key === 'ArrowUp') onMove(-1);
    else if (event.key === 'ArrowDown') onMove(1);
    else return;
    event.preventDefault();
  };

  if (isEditing)
    return (
      <li className="px-4">
        <InlineEditor
          label={t('questions.editLabel')}
          text={question.question_text}
          onSave={(text) => {
            edits.edit(id, text);
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  return (
    <li className="group flex items-start gap-1 py-0.5 pr-2 pl-2 hover:bg-surface-0" onKeyDown={onKeyDown}>
      <IconButton
        label={t('questions.mark')}
        icon={<Circle size={16} aria-hidden />}
        isDisabled={readOnly}
        onPress={() => markAsked(id)}
      />
      <p className="min-w-0 flex-1 py-1.5 text-13 break-words whitespace-pre-line max-sm:py-3">
        {question.question_text}
        {question.source === 'suggested' && (
          <span className="ml-1.5 text-12 text-text-3">{t('questions.suggested')}</span>
        )}
      </p>
      {!readOnly && (
        <Menu
          label={t('questions.actions')}
          trigger={
            <IconButton label={t('questions.actions')} icon={<EllipsisVertical size={14} aria-hidden />} />
          }
        >
          <MenuItem icon={<ArrowUp size={14} aria-hidden />} isDisabled={isFirst} onAction={() => onMove(-1)}>
            {t('questions.up')}
          </MenuItem>
          <MenuItem icon={<ArrowDown size={14} aria-hidden />} isDisabled={isLast} onAction={() => onMove(1)}>
            {t('questions.down')}
          </MenuItem>
          <MenuItem icon={<Pencil size={14} aria-hidden />} onAction={() => setEditing(true)}>
            {t('questions.edit')}
          </MenuItem>
          <MenuItem icon={<Trash2 size={14} aria-hidden />} isDanger onAction={() => edits.remove(id)}>
            {t('questions.remove')}
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}

/** A question that was asked, with its time; marking can be undone. */
export function AskedRow({ question }: { question: Question }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const { sessionId, readOnly } = useScreen();
  const unmark = useUnmarkAsked(sessionId);
  return (
    <li className="flex items-start gap-1 py-0.5 pr-2 pl-2 text-text-2">
      <span className="flex size-8 shrink-0 items-center justify-center max-sm:size-11">
        <Check size={16} aria-hidden />
      </span>
      <p className="min-w-0 flex-1 py-1.5 text-13 break-words whitespace-pre-line max-sm:py-3">
        {question.question_text}{' '}
        <span className="text-12 text-text-3 nums">
          {question.asked_at && formatTime(question.asked_at, language)}
          {question.asked_by && ` · ${question.asked_by}`}
        </span>
      </p>
      {!readOnly && (
        <IconButton
          label={t('questions.unmark')}
          icon={<RotateCcw size={14} aria-hidden />}
          onPress={() => unmark(question.question_id)}
        />
      )}
    </li>
  );
}
