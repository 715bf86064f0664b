import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { SearchField } from '@/components/search-field';
import { SkeletonLines } from '@/components/skeleton';
import { api, bodyOf, type Schema } from '@/lib/api';
import { matches } from '@/lib/fold';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import { JobForm } from './job-form';
import type { DraftEditor } from './use-draft';

/** The position: one that exists, or a new one. */
export function JobStep({ editor: { draft, saver } }: { editor: DraftEditor }) {
  const t = useText('draft');
  const jobs = useQuery({
    queryKey: keys.jobs,
    queryFn: () => bodyOf(api.GET('/api/job-descriptions/', { params: { query: { fields: 'brief' } } })),
  });
  const [wantsNew, setWantsNew] = useState(false);
  const isNew = wantsNew || (jobs.data?.length === 0 && !draft.job);

  const choose = (job: Schema<'JobBrief'>) => {
    saver.change({ job_description_id: job.id }, { job });
    setWantsNew(false);
  };

  if (jobs.error && !jobs.data)
    return <ErrorState error={jobs.error} kept={t('error.kept')} onRetry={() => void jobs.refetch()} />;
  if (isNew)
    return <JobForm onMade={choose} onCancel={jobs.data?.length ? () => setWantsNew(false) : undefined} />;
  return (
    <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] items-start gap-6 max-md:grid-cols-1">
      <div className="flex flex-col gap-3">
        {jobs.data ? (
          <JobList jobs={jobs.data} selected={draft.job?.id ?? null} onSelect={choose} />
        ) : (
          <SkeletonLines count={6} className="card p-4" />
        )}
        <Button
          className="self-start"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => setWantsNew(true)}
        >
          {t('job.new')}
        </Button>
      </div>
      <JobText job={draft.job} />
    </div>
  );
}

interface ListProps {
  jobs: Schema<'JobDescription'>[];
  selected: string | null;
  onSelect: (job: Schema<'JobBrief'>) => void;
}

function JobList({ jobs, selected, onSelect }: ListProps) {
  const t = useText('draft');
  const [query, setQuery] = useState('');
  const shown = jobs.filter((job) => matches(query, job.title));
  return (
    <div className="card flex flex-col">
      <div className="border-b border-line p-2">
        <SearchField label={t('job.search')} value={query} onChange={setQuery} />
      </div>
      <ListBox
        aria-label={t('step.job.name')}
        selectionMode="single"
        disallowEmptySelection={selected !== null}
        selectedKeys={selected ? [selected] : []}
        onSelectionChange={(selection) => {
          const job = selection !== 'all' && jobs.find(({ id }) => selection.has(id));
          if (job) onSelect({ id: job.id, title: job.title, description_text: job.description_text });
        }}
        renderEmptyState={() => (
          <p className="px-3 py-6 text-center text-13 text-text-2">{t('job.noneFound')}</p>
        )}
        className="max-h-100 overflow-auto p-1"
      >
        {shown.map((job) => (
          <ListBoxItem
            key={job.id}
            id={job.id}
            textValue={job.title}
            className="flex min-h-8 items-center justify-between gap-3 rounded-ui px-2 py-1 text-13 data-focused:bg-surface-2 data-hovered:bg-surface-2 data-selected:font-strong max-sm:min-h-11"
          >
            {({ isSelected }) => (
              <>
                <span className="min-w-0 break-words">{job.title}</span>
                {isSelected && <Check size={14} aria-hidden className="shrink-0 text-accent" />}
              </>
            )}
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}

function JobText({ job }: { job: Schema<'JobBrief'> | null }) {
  const t = useText('draft');
  if (!job) {
    return (
      <div className="card max-md:hidden">
        <EmptyState title={t('job.noneChosen')}>{t('job.noneChosenText')}</EmptyState>
      </div>
    );
  }
  return (
    <section className="card flex max-h-[70vh] flex-col" aria-label={job.title}>
      <h2 className="border-b border-line px-5 py-3 text-14">{job.title}</h2>
      <p tabIndex={0} className="overflow-auto px-5 py-4 text-13 break-words whitespace-pre-line">
        {job.description_text}
      </p>
    </section>
  );
}
