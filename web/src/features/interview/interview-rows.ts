/** Drafts and interviews as the rows of one list: what needs work first, then the latest. */
import type { Schema } from '@/lib/api';
import { matches } from '@/lib/fold';

export type RowState = 'draft' | 'live' | 'completed';

export interface InterviewRow {
  id: string;
  state: RowState;
  candidate: string;
  position: string;
  coverage: number | null;
  notes: number | null;
  asked: number | null;
  /** When it started, or a draft was last saved. */
  when: string | null;
  /** Of a draft: the step of the wizard, from 1. */
  step: number | null;
}

const ORDER: Record<RowState, number> = { draft: 0, live: 1, completed: 2 };

function draftRow(draft: Schema<'Draft'>): InterviewRow {
  return {
    id: draft.draft_id,
    state: 'draft',
    candidate: draft.candidate?.full_name ?? draft.cv?.guessed_name ?? '',
    position: draft.job?.title ?? '',
    coverage: null,
    notes: null,
    asked: null,
    when: draft.updated_at,
    step: Math.min(4, Math.max(1, draft.step)),
  };
}

function sessionRow(session: Schema<'SessionRow'>): InterviewRow {
  return {
    id: session.session_id,
    state: session.status,
    candidate: session.candidate_name,
    position: session.jd_title,
    coverage: session.coverage_score,
    notes: session.notes_count,
    asked: session.questions_asked_count,
    when: session.started_at,
    step: null,
  };
}

export function toRows(drafts: Schema<'Draft'>[], sessions: Schema<'SessionRow'>[]): InterviewRow[] {
  const rows = [...drafts.map(draftRow), ...sessions.map(sessionRow)];
  return rows.toSorted(
    (a, b) => ORDER[a.state] - ORDER[b.state] || (b.when ?? '').localeCompare(a.when ?? ''),
  );
}

export function filterRows(rows: InterviewRow[], query: string, state: RowState | undefined): InterviewRow[] {
  return rows.filter((row) => (!state || row.state === state) && matches(query, row.candidate, row.position));
}

export function countByState(rows: InterviewRow[]): Record<RowState, number> {
  const counts = { draft: 0, live: 0, completed: 0 };
  for (const row of rows) counts[row.state]++;
  return counts;
}
