import { ArrowDown, ArrowUp, EllipsisVertical, GripVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { DropIndicator, useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuItem } from '@/components/menu';
import { useText } from '@/lib/texts';
import { QuestionEditor } from './question-editor';
import { editQuestion, moveQuestion, removeQuestion, shiftQuestion, type Question } from './question-list';

interface Props {
  questions: Question[];
  onChange: (questions: Question[]) => void;
}

/** Questions in order: dragged by the handle (also by keyboard), or moved from the menu. */
export function QuestionRows({ questions, onChange }: Props) {
  const t = useText('draft');
  const [editing, setEditing] = useState<string | null>(null);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (picked) =>
      [...picked].map((key) => ({ 'text/plain': questions.find((each) => each.key === key)?.text ?? '' })),
    onReorder: ({ keys, target }) => {
      const [key] = keys;
      if (target.dropPosition === 'on') return;
      onChange(moveQuestion(questions, String(key), String(target.key), target.dropPosition));
    },
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className="-my-px h-0.5 data-drop-target:bg-accent" />
    ),
  });

  return (
    <GridList
      aria-label={t('questions.list')}
      dragAndDropHooks={dragAndDropHooks}
      keyboardNavigationBehavior="tab"
      className="card overflow-hidden"
    >
      {questions.map((question, index) => (
        <GridListItem
          key={question.key}
          id={question.key}
          textValue={question.text}
          className="group flex min-h-10 items-start gap-1 border-b border-line py-1 pr-1.5 pl-1 last:border-0 data-dragging:opacity-50 data-focus-visible:-outline-offset-2"
        >
          <AriaButton
            slot="drag"
            aria-label={t('questions.drag')}
            className="mt-1 flex h-6 w-6 shrink-0 cursor-grab items-center justify-center rounded-ui text-text-3 data-hovered:text-text-1"
          >
            <GripVertical size={14} aria-hidden />
          </AriaButton>
          <span className="w-5 shrink-0 py-1.5 text-right text-12 text-text-3 nums">{index + 1}</span>
          {editing === question.key ? (
            <QuestionEditor
              text={question.text}
              onSave={(text) => {
                onChange(editQuestion(questions, question.key, text));
                setEditing(null);
              }}
              onCancel={() => setEditing(null)}
            />
          ) : (
            <>
              <div className="min-w-0 flex-1 px-2 py-1.5">
                <p className="text-13 break-words whitespace-pre-line">{question.text}</p>
                <p className="text-12 text-text-3">{t(`questions.source.${question.source}`)}</p>
              </div>
              <IconButton
                label={t('questions.edit')}
                icon={<Pencil size={14} aria-hidden />}
                onPress={() => setEditing(question.key)}
              />
              <Menu
                label={t('questions.more')}
                trigger={
                  <IconButton label={t('questions.more')} icon={<EllipsisVertical size={14} aria-hidden />} />
                }
              >
                <MenuItem
                  icon={<ArrowUp size={14} aria-hidden />}
                  isDisabled={index === 0}
                  onAction={() => onChange(shiftQuestion(questions, question.key, -1))}
                >
                  {t('questions.up')}
                </MenuItem>
                <MenuItem
                  icon={<ArrowDown size={14} aria-hidden />}
                  isDisabled={index === questions.length - 1}
                  onAction={() => onChange(shiftQuestion(questions, question.key, 1))}
                >
                  {t('questions.down')}
                </MenuItem>
                <MenuItem
                  icon={<Trash2 size={14} aria-hidden />}
                  isDanger
                  onAction={() => onChange(removeQuestion(questions, question.key))}
                >
                  {t('questions.remove')}
                </MenuItem>
              </Menu>
            </>
          )}
        </GridListItem>
      ))}
    </GridList>
  );
}
