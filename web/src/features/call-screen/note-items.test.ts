import { describe, expect, it } from 'vitest';
import type { StoredNote } from '@/lib/outbox-store';
import { mention, requirement } from '@/lib/test-requirements';
import { aboutRequirement, filterItems, keepDeparted, toItems } from './note-items';
import { storedNote as stored } from './test-notes';

const unsent = (id: string, change: Partial<StoredNote> = {}): StoredNote => ({
  id,
  sessionId: 's',
  text: `note ${id}`,
  questionId: null,
  writtenAt: `2026-01-01T10:00:0${id}.123Z`,
  afterthought: false,
  refused: null,
  ...change,
});

describe('a note on its way', () => {
  it('keeps its key when the server has it', () => {
    const [before] = toItems([], [unsent('1')]);
    const [after] = toItems([stored('1')], []);
    expect(after?.key).toBe(before?.key);
  });
  it('is listed once while both the outbox and the server have it', () => {
    expect(toItems([stored('1')], [unsent('1')])).toHaveLength(1);
  });
  it('is shown between leaving the outbox and arriving in the list', () => {
    expect(keepDeparted([unsent('1')], [], [])).toHaveLength(1);
  });
  it('is not shown any more once the list has had it', () => {
    const kept = keepDeparted([unsent('1')], [], [stored('1')]);
    expect(keepDeparted(kept, [], [])).toHaveLength(0);
  });
  it('goes when its author discards it after a refusal', () => {
    expect(keepDeparted([unsent('1', { refused: 'ended' })], [], [])).toHaveLength(0);
  });
  it('is not doubled when it is sent again as an afterthought', () => {
    const again = unsent('9', { writtenAt: unsent('1').writtenAt, afterthought: true });
    expect(keepDeparted([unsent('1')], [again], [])).toEqual([again]);
  });
});

describe('filterItems', () => {
  const items = toItems(
    [stored('1'), stored('2', { mine: false }), stored('3', { risk_level: 'HIGH' })],
    [unsent('4')],
  );
  it('shows only own notes, sent or not', () => {
    expect(filterItems(items, 'mine', []).map((item) => item.text)).toEqual(['note 1', 'note 3', 'note 4']);
  });
  it('shows only notes with a risk', () => {
    expect(filterItems(items, 'risk', []).map((item) => item.text)).toEqual(['note 3']);
  });
  it('shows only the notes that speak of one requirement', () => {
    const asked = requirement({ interview_evidence: [mention('note', 'n3'), mention('question', 'n1')] });
    const shown = filterItems(items, aboutRequirement(asked.id), [requirement({ id: 'other' }), asked]);
    expect(shown.map((item) => item.text)).toEqual(['note 3']);
  });
});
