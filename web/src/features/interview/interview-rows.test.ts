import { describe, expect, it } from 'vitest';
import type { Schema } from '@/lib/api';
import { countByState, filterRows, toRows } from './interview-rows';

const session = (
  id: string,
  status: 'live' | 'completed',
  started: string,
  name: string,
): Schema<'SessionRow'> => ({
  session_id: id,
  status,
  started_at: started,
  ended_at: null,
  candidate_id: 'c',
  candidate_name: name,
  jd_id: 'j',
  jd_title: 'Data engineer',
  coverage_score: 61.5,
  notes_count: 3,
  questions_asked_count: 2,
});

const draft: Schema<'Draft'> = {
  draft_id: 'd',
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  step: 0,
  is_sample: false,
  candidate: null,
  job: null,
  language: 'en',
  cv: null,
  questions: [],
  duplicates: [],
};

const rows = toRows(
  [draft],
  [
    session('old', 'completed', '2026-01-01T09:00:00Z', 'Zoë Müller'),
    session('new', 'completed', '2026-03-01T09:00:00Z', 'Bruno Neri'),
    session('now', 'live', '2025-01-01T09:00:00Z', 'Anna Verdi'),
  ],
);

describe('the list of interviews', () => {
  it('has drafts first, then live interviews, then the latest', () => {
    expect(rows.map(({ id }) => id)).toEqual(['d', 'now', 'new', 'old']);
    expect(rows[0]?.step).toBe(1);
  });

  it('finds a name without its accents, and words in any order', () => {
    expect(filterRows(rows, 'muller', undefined).map(({ id }) => id)).toEqual(['old']);
    expect(filterRows(rows, 'engineer bruno', undefined).map(({ id }) => id)).toEqual(['new']);
  });

  it('filters by state and counts each', () => {
    expect(filterRows(rows, '', 'live').map(({ id }) => id)).toEqual(['now']);
    expect(countByState(rows)).toEqual({ draft: 1, live: 1, completed: 2 });
  });
});
