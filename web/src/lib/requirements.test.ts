import { describe, expect, it } from 'vitest';
import {
  countProgress,
  groupRequirements,
  notesAbout,
  quotes,
  startCapital,
  untouchedMusts,
} from './requirements';
import { mention, requirement } from './test-requirements';

describe('groupRequirements', () => {
  it('puts must-haves first, keeps the order within a group and leaves out what is empty', () => {
    const groups = groupRequirements([
      requirement({ id: 'w', weight: 'wish' }),
      requirement({ id: 'm1', state: 'evidenced' }),
      requirement({ id: 'm2' }),
    ]);
    expect(groups.map(({ weight, requirements }) => [weight, requirements.map(({ id }) => id)])).toEqual([
      ['must', ['m1', 'm2']],
      ['wish', ['w']],
    ]);
  });
});

describe('countProgress', () => {
  it('counts the must-haves alone', () => {
    const progress = countProgress([
      requirement({ state: 'evidenced' }),
      requirement({ state: 'contradicted' }),
      requirement({ weight: 'wish', state: 'evidenced' }),
    ]);
    expect(progress).toEqual({ ofMusts: true, all: 2, evidenced: 1, contradicted: 1 });
  });
  it('counts everything where nothing is a must-have', () => {
    const progress = countProgress([requirement({ weight: 'duty', state: 'evidenced' })]);
    expect(progress).toEqual({ ofMusts: false, all: 1, evidenced: 1, contradicted: 0 });
  });
});

describe('untouchedMusts', () => {
  it('names the must-haves that nobody spoke of, not those that were asked', () => {
    const untouched = untouchedMusts([
      requirement({ id: 'open' }),
      requirement({ id: 'asked', state: 'asked' }),
      requirement({ id: 'wish', weight: 'wish' }),
    ]);
    expect(untouched.map(({ id }) => id)).toEqual(['open']);
  });
});

describe('notesAbout', () => {
  it('leaves out questions', () => {
    const asked = requirement({ interview_evidence: [mention('question', 'q'), mention('note', 'n')] });
    expect(notesAbout(asked)).toEqual(['n']);
  });
});

describe('quotes', () => {
  it('finds a note in the sentence that cites it, also when the sentence shortens it', () => {
    const note = `Has never used Kubernetes${', and said so at length'.repeat(8)}`;
    expect(quotes(`A note reports a clear negative: “${note.slice(0, 119)}…”`, note)).toBe(true);
    expect(quotes('Nobody has spoken of it yet.', note)).toBe(false);
  });
});

describe('startCapital', () => {
  it('begins a line with a capital', () => {
    expect(startCapital('led a team')).toBe('Led a team');
    expect(startCapital('è richiesta la patente')).toBe('È richiesta la patente');
  });
  it('leaves names and addresses as they are', () => {
    for (const text of ['iOS development', 'https://example.org', '.NET', ''])
      expect(startCapital(text)).toBe(text);
  });
});
