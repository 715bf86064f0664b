import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { classes } from './classes';

export interface TabSpec<Id extends string> {
  id: Id;
  label: ReactNode;
  content: ReactNode;
}

interface Props<Id extends string> {
  label: string;
  tabs: ReadonlyArray<TabSpec<Id>>;
  selected: Id;
  onSelect: (id: Id) => void;
  /** Stays on the line of the tabs, at its end. */
  aside?: ReactNode;
  className?: string;
}

export function Tabs<Id extends string>({ label, tabs, selected, onSelect, aside, className }: Props<Id>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => onSelect(key as Id)}
      /* It counts as focused whenever something within it is; that has its own ring. */
      className={classes('flex min-h-0 flex-col outline-none', className)}
    >
      <div className="flex h-10 shrink-0 items-stretch justify-between border-b border-line px-2">
        <TabList aria-label={label} className="flex gap-1 max-[359px]:gap-0">
          {tabs.map((tab) => (
            <Tab
              key={tab.id}
              id={tab.id}
              className="-mb-px flex items-center gap-1.5 border-b-2 border-transparent px-2 text-13 text-text-2 data-hovered:text-text-1 data-selected:border-accent data-selected:font-strong data-selected:text-text-1"
            >
              {tab.label}
            </Tab>
          ))}
        </TabList>
        {aside}
      </div>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
