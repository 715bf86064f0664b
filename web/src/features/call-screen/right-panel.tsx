import { useText } from '@/lib/texts';
import { QuestionsPanel } from './questions-panel';
import { RiskTrend } from './risk-trend';
import { SuggestionCard } from './suggestion-card';

/** What to ask next. Only the list in the middle may grow; card and chart keep their heights. */
export function RightPanel() {
  const t = useText('call-screen');
  return (
    <div className="flex h-full flex-col bg-surface-1">
      <SuggestionCard />
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label={t('questions.title')}
      >
        <QuestionsPanel />
      </div>
      <RiskTrend />
    </div>
  );
}
