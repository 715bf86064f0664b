import type { ReactNode } from 'react';
import { Tabs } from '@/components/tabs';
import { useText } from '@/lib/texts';
import { CvPanel } from './cv-panel';
import { NotesPanel } from './notes-panel';
import { useScreen, type LeftTab } from './screen-context';

/** What is known about the candidate: the CV, and what was noted so far. */
export function LeftPanel({ aside }: { aside?: ReactNode }) {
  const t = useText('call-screen');
  const { leftTab, showTab } = useScreen();
  return (
    <Tabs<LeftTab>
      label={t('tab.left')}
      selected={leftTab}
      onSelect={showTab}
      aside={aside && <div className="flex items-center">{aside}</div>}
      className="h-full bg-surface-1"
      tabs={[
        { id: 'cv', label: t('tab.cv'), content: <CvPanel /> },
        { id: 'notes', label: t('tab.notes'), content: <NotesPanel /> },
      ]}
    />
  );
}
