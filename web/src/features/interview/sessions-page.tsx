import './texts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, SearchX } from 'lucide-react';
import { lazy, Suspense, useDeferredValue, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { SearchField } from '@/components/search-field';
import { Skeleton } from '@/components/skeleton';
import { useText } from '@/lib/texts';
import { useLive } from '@/lib/use-live';
import { useTitle } from '@/lib/use-title';
import { useShortcut } from '@/lib/use-shortcut';
import { FirstRun } from './first-run';
import { filterRows, type InterviewRow, type RowState } from './interview-rows';
import { InterviewTable } from './interview-table';
import { StateFilter } from './state-filter';
import { useBeginDraft, useInterviews } from './use-interviews';

const DeleteDialog = lazy(() => import('./delete-dialog'));

/** The first page: every interview, drafts on top. */
export function SessionsPage() {
  const t = useText('interview');
  useTitle(t('title'));
  useLive();
  const { rows, error, refetch } = useInterviews();
  if (error && !rows) {
    return (
      <Frame>
        <ErrorState error={error} kept={t('error.kept')} onRetry={refetch} />
      </Frame>
    );
  }
  if (!rows) return <Loading />;
  return rows.length === 0 ? <FirstRun /> : <InterviewList rows={rows} />;
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-300 flex-col gap-4 px-6 py-8 max-sm:px-3 max-sm:py-4">
      {children}
    </div>
  );
}

function Loading() {
  const t = useText('interview');
  return (
    <Frame>
      <h1 className="text-20">{t('title')}</h1>
      <Skeleton className="h-8 w-80" />
      <div className="card" role="status" aria-label={t('loading')}>
        {Array.from({ length: 9 }, (_, row) => (
          <div key={row} className="flex h-8 items-center gap-6 border-b border-line px-3 last:border-0">
            <Skeleton className="h-3 w-20" />
            <Skeleton className="h-3 w-40" />
            <Skeleton className="h-3 w-60 max-sm:hidden" />
            <Skeleton className="ml-auto h-3 w-24" />
          </div>
        ))}
      </div>
    </Frame>
  );
}

function InterviewList({ rows }: { rows: InterviewRow[] }) {
  const t = useText('interview');
  const navigate = useNavigate({ from: '/' });
  const { q = '', state } = useSearch({ from: '/shell/' });
  const [deleting, setDeleting] = useState<InterviewRow | null>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const begin = useBeginDraft('empty');
  const shown = filterRows(rows, useDeferredValue(q), state);

  useShortcut('/', () => searchInput.current?.focus());
  useShortcut('n', () => begin.mutate());

  const setSearch = (next: { q?: string; state?: RowState }) =>
    void navigate({ search: next, replace: true });

  return (
    <Frame>
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-20">{t('title')}</h1>
        <Button
          kind="primary"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => begin.mutate()}
          isPending={begin.isPending}
        >
          {t('new')}
        </Button>
      </div>
      {begin.error && <ErrorState error={begin.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label={t('search')}
          shortcut="/"
          value={q}
          onChange={(text) => setSearch({ q: text || undefined, state })}
          inputRef={searchInput}
          className="w-80 max-sm:w-full"
        />
        <StateFilter
          rows={rows}
          state={state}
          onChange={(next) => setSearch({ q: q || undefined, state: next })}
        />
      </div>
      {shown.length > 0 ? (
        <InterviewTable rows={shown} onDelete={setDeleting} />
      ) : (
        <div className="card">
          <EmptyState
            title={t('nothingFound.title')}
            icon={<SearchX size={24} aria-hidden />}
            actions={<Button onPress={() => setSearch({})}>{t('nothingFound.clear')}</Button>}
          >
            {t('nothingFound.text')}
          </EmptyState>
        </div>
      )}
      <Suspense>{deleting && <DeleteDialog row={deleting} onClose={() => setDeleting(null)} />}</Suspense>
    </Frame>
  );
}
