/** A made-up note for the tests of this folder. */
import type { Note } from './note-items';

export const storedNote = (id: string, change: Partial<Note> = {}): Note => ({
  note_id: `n${id}`,
  author: 'Ada',
  mine: true,
  text: `note ${id}`,
  created_at: `2026-01-01T10:00:0${id}.500000Z`,
  written_at: `2026-01-01T10:00:0${id}.123000Z`,
  late: false,
  afterthought: false,
  edited: false,
  version: 1,
  question_id: null,
  jd_similarity: null,
  risk_level: 'LOW',
  risk_score: 0.1,
  note_signals: [],
  reasons: [],
  evidence_chunks: [],
  ...change,
});
