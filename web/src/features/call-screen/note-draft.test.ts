import { expect, it } from 'vitest';
import { NoteDraft } from './note-draft';

it('gives its text away once', () => {
  const draft = new NoteDraft();
  draft.type('said yes');
  expect([draft.take(), draft.take()]).toEqual(['said yes', '']);
});

it('puts a note that could not be kept before what was typed since', () => {
  const draft = new NoteDraft();
  draft.type('first');
  const taken = draft.take();
  draft.type('second');
  draft.putBack(taken);
  expect(draft.text).toBe('first\nsecond');
});
