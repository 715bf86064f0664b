import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '@/components/icon-button';
import { formatNumber, formatWhen } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { InterviewRow } from './interview-rows';
import { StateMark } from './state-mark';

interface Props {
  rows: readonly InterviewRow[];
  onDelete: (row: InterviewRow) => void;
}

const HEAD = 'h-8 px-3 text-left text-12 font-normal text-text-3 whitespace-nowrap';
const NUMBER = 'px-3 text-right nums max-md:hidden';

/** Arrow keys go from row to row; Tab still goes everywhere. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
  const index = links.indexOf(document.activeElement as HTMLElement);
  const next = links[Math.max(0, Math.min(links.length - 1, index + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function InterviewTable({ rows, onDelete }: Props) {
  const t = useText('interview');
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed border-collapse text-13">
        <thead className="max-sm:sr-only">
          <tr className="border-b border-line">
            <th className={`${HEAD} w-28`}>{t('column.state')}</th>
            <th className={`${HEAD} w-68 max-md:w-auto`}>{t('column.candidate')}</th>
            <th className={HEAD}>{t('column.position')}</th>
            <th className={`${HEAD} w-28 text-right max-md:hidden`}>{t('column.coverage')}</th>
            <th className={`${HEAD} w-20 text-right max-md:hidden`}>{t('column.notes')}</th>
            <th className={`${HEAD} w-20 text-right max-md:hidden`}>{t('column.asked')}</th>
            <th className={`${HEAD} w-36 text-right`}>{t('column.when')}</th>
            <th className="w-11">
              <span className="sr-only">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenRows}>
          {rows.map((row) => (
            <Row key={row.id} row={row} onDelete={onDelete} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, onDelete }: { row: InterviewRow; onDelete: (row: InterviewRow) => void }) {
  const t = useText('interview');
  const language = useLanguage();
  const name = row.candidate || t('unnamed');
  return (
    <tr className="group relative h-8 border-b border-line last:border-0 focus-within:bg-surface-0 hover:bg-surface-0 max-sm:grid max-sm:h-auto max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:py-2">
      <td className="px-3 max-sm:order-3 max-sm:justify-self-end">
        <StateMark state={row.state} />
        {row.step !== null && (
          <span className="ml-1 align-middle text-12 text-text-3 nums">{row.step}/4</span>
        )}
      </td>
      <td className="truncate px-3 max-sm:order-1">
        <RowLink row={row} name={name} />
      </td>
      <td className="truncate px-3 text-text-2 max-sm:order-2 max-sm:col-start-1 max-sm:row-start-2">
        {row.position || <span className="text-text-3">{t('noPosition')}</span>}
      </td>
      <td className={NUMBER}>
        <Coverage value={row.coverage} />
      </td>
      <td className={NUMBER}>{row.notes ?? ''}</td>
      <td className={NUMBER}>{row.asked ?? ''}</td>
      <td className="truncate px-3 text-right text-12 text-text-3 nums max-sm:order-4 max-sm:col-start-2 max-sm:row-start-2">
        {row.when && formatWhen(row.when, language)}
      </td>
      <td className="pr-1.5 max-sm:hidden">
        <IconButton
          label={t('delete.button', { name })}
          icon={<Trash2 size={14} aria-hidden />}
          onPress={() => onDelete(row)}
          className="relative size-7 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        />
      </td>
    </tr>
  );
}

/** The whole row is its target. A live interview is a full page load: only its document may use the camera. */
function RowLink({ row, name }: { row: InterviewRow; name: string }) {
  const look = 'rounded-ui font-strong text-text-1 after:absolute after:inset-0';
  if (row.state === 'live') {
    return (
      <a href={`/interviews/${row.id}`} data-row-link className={look}>
        {name}
      </a>
    );
  }
  if (row.state === 'draft') {
    return (
      <Link
        to="/new/$draftId"
        params={{ draftId: row.id }}
        search={{ step: row.step ?? 1 }}
        data-row-link
        className={look}
      >
        {name}
      </Link>
    );
  }
  return (
    <Link to="/interviews/$sessionId/recap" params={{ sessionId: row.id }} data-row-link className={look}>
      {name}
    </Link>
  );
}

/** How much of the position the CV covers, 0 to 100, as a number and a length. */
function Coverage({ value }: { value: number | null }) {
  const language = useLanguage();
  if (value === null) return null;
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden className="h-1 w-10 overflow-hidden rounded-full bg-surface-2">
        <span className="block h-full bg-text-3" style={{ width: `${Math.min(100, Math.max(0, value))}%` }} />
      </span>
      {formatNumber(value, language)}
    </span>
  );
}
