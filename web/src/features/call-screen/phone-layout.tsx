import { useEffect, useState } from 'react';
import { Tabs, type TabSpec } from '@/components/tabs';
import { useText } from '@/lib/texts';
import { CvPanel } from './cv-panel';
import { LastNotes } from './last-notes';
import { NoteEntry } from './note-entry';
import { NotesPanel } from './notes-panel';
import { NowQuestion } from './now-question';
import { OriginalSlot } from './original-slot';
import { QuestionsPanel } from './questions-panel';
import { RequirementList } from './requirement-list';
import { RiskTrend } from './risk-trend';
import { useScreen } from './screen-context';
import { StageSlot } from './stage-slot';
import { SuggestionCard } from './suggestion-card';

type PhoneTab = 'call' | 'requirements' | 'questions' | 'cv' | 'notes';

/** One panel at a time, the note field always at the bottom. */
export function PhoneLayout() {
  const t = useText('call-screen');
  const { place, cardIsCalled } = useScreen();
  const [tab, setTab] = useState<PhoneTab>('call');

  useEffect(() => {
    if (place) setTab(place.kind === 'chunk' ? 'cv' : 'notes');
  }, [place]);
  useEffect(() => {
    if (cardIsCalled) setTab('call');
  }, [cardIsCalled]);

  const tabs: TabSpec<PhoneTab>[] = [
    {
      id: 'call',
      label: t('tab.call'),
      content: (
        <div className="flex h-full flex-col">
          <div className="h-[min(272px,34dvh)] shrink-0" />
          <div className="min-h-0 flex-1 overflow-auto">
            <SuggestionCard />
            <LastNotes />
          </div>
        </div>
      ),
    },
    { id: 'requirements', label: t('tab.requirements'), content: <RequirementList /> },
    { id: 'questions', label: t('tab.questions'), content: <QuestionsPanel /> },
    { id: 'cv', label: t('tab.cv'), content: <CvPanel /> },
    {
      id: 'notes',
      label: t('tab.notes'),
      content: (
        <div className="flex h-full flex-col">
          <div className="min-h-0 flex-1">
            <NotesPanel />
          </div>
          <RiskTrend />
        </div>
      ),
    },
  ];

  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <Tabs
        label={t('panels')}
        tabs={tabs}
        selected={tab}
        onSelect={setTab}
        className="flex-1 bg-surface-1"
      />
      {/* Beside the tabs, not in one: a call must go on while another tab is looked at. */}
      <div
        className={
          tab === 'call'
            ? 'absolute inset-x-0 top-10 flex h-[min(272px,34dvh)] flex-col overflow-auto'
            : 'hidden'
        }
      >
        <StageSlot />
      </div>
      <div className="shrink-0 border-t border-line bg-surface-1 pb-[env(safe-area-inset-bottom)]">
        <NowQuestion />
        <NoteEntry />
      </div>
      <OriginalSlot />
    </div>
  );
}
