import type { ReactNode } from 'react';
import { useText } from '@/lib/texts';
import { QuestionsPanel } from './questions-panel';
import { RequirementList } from './requirement-list';
import { RiskTrend } from './risk-trend';
import { SuggestionCard } from './suggestion-card';

/**
 * What to ask next. Card and chart keep their heights; the two lists between them share the rest, each with its own
 * scrolling, so that reading one never hides the other. On a low screen they scroll as one.
 */
export function RightPanel() {
  const t = useText('call-screen');
  return (
    <div className="flex h-full flex-col bg-surface-1">
      <SuggestionCard />
      <div className="flex min-h-0 flex-1 flex-col low:block low:overflow-auto">
        <Scrolled label={t('requirements.title')} className="max-h-3/5 border-b border-line">
          <RequirementList />
        </Scrolled>
        <Scrolled label={t('questions.title')} className="flex-1">
          <QuestionsPanel />
        </Scrolled>
      </div>
      <RiskTrend />
    </div>
  );
}

function Scrolled({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <div
      className={`min-h-0 overflow-auto low:max-h-none low:overflow-visible ${className}`}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {children}
    </div>
  );
}
