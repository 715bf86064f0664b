import { describe, expect, it } from 'vitest';
import { groupReasons, quoteWords, type Reason } from './reason-groups';
import { storedNote } from './test-notes';

const reason = (text: string, toward: string, change: Partial<Reason> = {}): Reason => ({
  kind: 'word',
  text,
  start: 0,
  end: 1,
  toward,
  ...change,
});

describe('groupReasons', () => {
  const contradiction = reason('since 2015', 'inconsistency', {
    kind: 'cv',
    source: { type: 'chunk', id: 'c1', text: 'Mar 2022 – present', page: 1 },
    explanation: 'The year differs.',
  });
  const groups = groupReasons(
    storedNote('1', {
      risk_level: 'HIGH',
      note_signals: ['inconsistency'],
      reasons: [
        reason('vague', 'HIGH'),
        reason('clearly', 'LOW'),
        reason('but', 'inconsistency'),
        contradiction,
      ],
    }),
  );
  it('gives the words for the risk that the note has, not those for another', () => {
    expect(quoteWords(groups.forRisk)).toBe('“vague”');
  });
  it('gives each signal its words', () => {
    expect(groups.signals).toMatchObject([{ signal: 'inconsistency', words: [{ text: 'but' }] }]);
  });
  it('keeps what disagrees with a passage apart', () => {
    expect(groups.contradictions).toEqual([contradiction]);
  });
});
