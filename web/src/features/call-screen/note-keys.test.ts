import { expect, it } from 'vitest';
import { noteKeyAction } from './note-keys';

const press = (key: string, change: Partial<Parameters<typeof noteKeyAction>[0]> = {}) =>
  noteKeyAction({ key, shiftKey: false, altKey: false, isComposing: false, keyCode: 0, ...change });

it('saves with Enter', () => expect(press('Enter')).toBe('save'));
it('leaves Shift+Enter to the field, for a new line', () =>
  expect(press('Enter', { shiftKey: true })).toBeNull());
it('never saves while a character is being composed', () => {
  expect(press('Enter', { isComposing: true })).toBeNull();
  expect(press('Enter', { keyCode: 229 })).toBeNull();
});
it('leaves the field with Escape, but not in the middle of a composition', () => {
  expect(press('Escape')).toBe('leave');
  expect(press('Escape', { isComposing: true })).toBeNull();
});
