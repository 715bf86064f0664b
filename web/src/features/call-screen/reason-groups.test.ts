import { describe, expect, it } from 'vitest';
import { groupReasons, markedReasons, quoteWords, type Reason } from './reason-groups';
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
    start: 10,
    end: 20,
    source: { type: 'chunk', id: 'c1', text: 'Mar 2022 – present', page: 1 },
    explanation: 'The year differs.',
  });
  const groups = groupReasons(
    storedNote('1', {
      risk_level: 'HIGH',
      note_signals: ['inconsistency'],
      reasons: [
        reason('vague', 'HIGH'),
        reason('unsure', 'MEDIUM'),
        reason('clearly', 'LOW'),
        reason('but', 'inconsistency'),
        reason('there since 2015', 'inconsistency', { start: 5, end: 20 }),
        contradiction,
      ],
    }),
  );
  it('gives the words for a risk, also those for a smaller one than the note has', () => {
    expect(quoteWords(groups.forRisk, 'en')).toBe('“vague”, “unsure”');
  });
  it('gives each signal its words, but not those of a contradiction once more', () => {
    expect(groups.signals).toMatchObject([{ signal: 'inconsistency', words: [{ text: 'but' }] }]);
  });
  it('keeps what disagrees with a passage apart', () => {
    expect(groups.contradictions).toEqual([contradiction]);
  });
  it('gives the words that speak the other way apart', () => {
    expect(quoteWords(groups.againstRisk, 'en')).toBe('“clearly”');
  });
});

it('quotes as the language does', () => {
  expect(quoteWords([reason('vago', 'HIGH')], 'it')).toBe('«vago»');
});

describe('the wording of a note', () => {
  const judged = (label: string, toward: string) =>
    storedNote('1', {
      risk_level: 'HIGH',
      reasons: [reason('vague', 'HIGH'), reason(label, toward, { kind: 'classifier', end: 6 })],
    });
  it('is not quoted as if its label stood in the note, nor marked', () => {
    const note = judged('NEGATIVE', 'HIGH');
    const { forRisk, againstRisk } = groupReasons(note);
    expect(quoteWords([...forRisk, ...againstRisk], 'en')).toBe('“vague”');
    expect(quoteWords(markedReasons(note), 'en')).toBe('“vague”');
  });
  it('speaks for more risk or for less, or says nothing', () => {
    expect(groupReasons(judged('1 star', 'HIGH')).wording).toBe('moreRisk');
    expect(groupReasons(judged('LABEL_1', 'LOW')).wording).toBe('lessRisk');
    expect(groupReasons(storedNote('1')).wording).toBeNull();
  });
});
