import { MessageSquareQuote } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { useText } from '@/lib/texts';
import { QuestionRows } from './question-rows';
import { QuestionSources } from './question-sources';
import type { DraftEditor } from './use-draft';

/** The prepared questions on the left, where more come from on the right. */
export function QuestionsStep({ editor }: { editor: DraftEditor }) {
  const t = useText('draft');
  const { draft, saver } = editor;
  return (
    <div className="grid grid-cols-[minmax(0,7fr)_minmax(0,5fr)] items-start gap-6 max-md:grid-cols-1">
      {draft.questions.length > 0 ? (
        <QuestionRows questions={draft.questions} onChange={(questions) => saver.change({ questions })} />
      ) : (
        <div className="card">
          <EmptyState title={t('questions.none')} icon={<MessageSquareQuote size={24} aria-hidden />}>
            {t('questions.noneText')}
          </EmptyState>
        </div>
      )}
      <QuestionSources editor={editor} />
    </div>
  );
}
