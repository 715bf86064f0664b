import { expect, it } from 'vitest';
import { CHANGE_EVERY_MS, TYPING_PAUSE_MS, waitBeforeChange } from './suggestion-pace';

const NOW = 1_000_000;

it('lets an empty card change at once', () => {
  expect(waitBeforeChange({ changedAt: 0, typedAt: 0 }, NOW)).toBe(0);
});
it('keeps a fresh suggestion for its whole time', () => {
  expect(waitBeforeChange({ changedAt: NOW - 5000, typedAt: 0 }, NOW)).toBe(CHANGE_EVERY_MS - 5000);
});
it('waits for the end of typing, however old the suggestion is', () => {
  expect(waitBeforeChange({ changedAt: NOW - 60_000, typedAt: NOW - 500 }, NOW)).toBe(TYPING_PAUSE_MS - 500);
});
