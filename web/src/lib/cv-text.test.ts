import { expect, it } from 'vitest';
import { withoutTitle } from './cv-text';

it('takes the heading off a part that begins with it, and nothing else', () => {
  expect(withoutTitle('PROFILE\nEngineer.', 'PROFILE')).toBe('Engineer.');
  expect(withoutTitle('Profile of an engineer', 'Profile')).toBe('Profile of an engineer');
  expect(withoutTitle('\nText', '')).toBe('\nText');
});
