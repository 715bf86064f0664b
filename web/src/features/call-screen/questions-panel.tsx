import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { SkeletonLines } from '@/components/skeleton';
import { useText } from '@/lib/texts';
import { NewQuestionEditor } from './new-question-editor';
import { useQuestionEdits } from './question-mutations';
import { shiftedOrder, splitQuestions } from './question-order';
import { AskedRow, QuestionRow } from './question-row';
import { useScreen } from './screen-context';
import { useQuestions } from './session-queries';

/** My prepared questions; those already asked fold away. */
export function QuestionsPanel() {
  const t = useText('call-screen');
  const { sessionId, readOnly } = useScreen();
  const { data, error, refetch } = useQuestions(sessionId);
  const edits = useQuestionEdits(sessionId);
  const [isAdding, setAdding] = useState(false);

  if (!data && error)
    return <ErrorState error={error} kept={t('error.kept')} onRetry={() => void refetch()} className="m-3" />;
  if (!data)
    return (
      <div className="p-4" aria-busy="true" aria-label={t('loading')}>
        <SkeletonLines count={6} />
      </div>
    );
  const { open, asked } = splitQuestions(data);
  const move = (id: string, by: -1 | 1) => {
    const order = shiftedOrder(data, id, by);
    if (order) edits.reorder(order);
  };
  return (
    <div className="flex flex-col">
      <div className="flex h-10 items-center justify-between pr-2 pl-4">
        <h2 className="text-13">
          {t('questions.title')} <span className="font-normal text-text-3 nums">{open.length}</span>
        </h2>
        {!readOnly && (
          <Button kind="quiet" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
            {t('questions.add')}
          </Button>
        )}
      </div>
      {isAdding && (
        <div className="px-4">
          <NewQuestionEditor onDone={() => setAdding(false)} />
        </div>
      )}
      <ul aria-label={t('questions.open')}>
        {open.map((question, index) => (
          <QuestionRow
            key={question.question_id}
            question={question}
            isFirst={index === 0}
            isLast={index === open.length - 1}
            edits={edits}
            onMove={(by) => move(question.question_id, by)}
          />
        ))}
      </ul>
      {data.length === 0 && !isAdding && (
        <EmptyState title={t('questions.empty')}>{!readOnly && t('questions.emptyHint')}</EmptyState>
      )}
      {open.length === 0 && data.length > 0 && (
        <p className="px-4 py-3 text-13 text-text-2">{t('questions.allAsked')}</p>
      )}
      {asked.length > 0 && (
        <details className="group border-t border-line">
          <summary className="flex h-9 list-none items-center gap-1 rounded-ui px-3 text-13 text-text-2 hover:text-text-1">
            <ChevronRight size={14} aria-hidden className="group-open:rotate-90" />
            {t('questions.asked', { count: asked.length })}
          </summary>
          <ul aria-label={t('questions.askedList')}>
            {asked.map((question) => (
              <AskedRow key={question.question_id} question={question} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
