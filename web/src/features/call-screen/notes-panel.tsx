import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Kbd } from '@/components/kbd';
import { Select } from '@/components/select';
import { SkeletonLines } from '@/components/skeleton';
import { notesAbout, startCapital, type Requirement } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import { aboutRequirement, filterItems, type NoteFilter } from './note-items';
import { NoteRow } from './note-row';
import { useScreen } from './screen-context';
import { useNoteItems } from './use-note-items';

const FILTERS = ['all', 'mine', 'risk'] as const;
/** Nearer to the end than this, the list follows new notes. */
const FOLLOW_PX = 48;

/** Every note, oldest first. */
export function NotesPanel() {
  const t = useText('call-screen');
  const { items, error, retry } = useNoteItems();
  const { place, session, readOnly } = useScreen();
  const { requirements } = session.requirements;
  const [filter, setFilter] = useState<NoteFilter>('all');
  const list = useFollowedEnd(items?.length ?? 0);

  useEffect(() => {
    if (place?.kind === 'note') setFilter('all');
  }, [place]);

  if (!items && error)
    return <ErrorState error={error} kept={t('error.kept')} onRetry={retry} className="m-3" />;
  if (!items)
    return (
      <div className="p-4" aria-busy="true" aria-label={t('loading')}>
        <SkeletonLines count={8} />
      </div>
    );
  if (items.length === 0 && readOnly) return <EmptyState title={t('notes.noneTaken')} />;
  if (items.length === 0)
    return (
      <EmptyState title={t('notes.empty')}>
        {t('notes.emptyHint')}{' '}
        <span className="max-sm:hidden">
          {t('notes.emptyKey')} <Kbd>N</Kbd>
        </span>
      </EmptyState>
    );
  const shown = filterItems(items, filter, requirements);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center justify-between gap-2 border-b border-line px-3 py-1.5">
        <span className="text-12 text-text-3 nums">{t('notes.count', { count: shown.length })}</span>
        <Select<NoteFilter>
          label={t('notes.filter')}
          hideLabel
          value={filter}
          onChange={setFilter}
          choices={FILTERS.map((value) => ({ value, label: t(`notes.show.${value}`) }))}
          more={{ title: t('notes.about'), choices: requirements.filter(isSpokenOf).map(toChoice) }}
          className="w-52 min-w-0"
        />
      </div>
      <ul ref={list} aria-label={t('tab.notes')} className="min-h-0 flex-1 overflow-auto">
        {shown.map((item) => (
          <NoteRow key={item.key} item={item} />
        ))}
        {shown.length === 0 && <li className="p-4 text-13 text-text-2">{t('notes.noneShown')}</li>}
      </ul>
    </div>
  );
}

const isSpokenOf = (requirement: Requirement) => notesAbout(requirement).length > 0;
const toChoice = ({ id, text }: Requirement) => ({ value: aboutRequirement(id), label: startCapital(text) });

/** Keeps the newest note in sight, unless somebody reads further up. */
function useFollowedEnd(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const onScroll = () => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_PX;
    };
    element.addEventListener('scroll', onScroll);
    return () => element.removeEventListener('scroll', onScroll);
  });
  useEffect(() => {
    const element = list.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [count]);
  return list;
}
