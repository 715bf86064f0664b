import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import italian from './server-sentences.it.json';
import { serverSentence } from './server-sentences';

const server = fileURLToPath(new URL('../../../src', import.meta.url));

/** All C sources with their adjacent string literals joined, as the compiler joins them. */
function serverText(): string {
  return readdirSync(server, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.c'))
    .map((name) => readFileSync(join(server, name), 'utf8').replaceAll(/"\s*\n\s*"/g, ''))
    .join('\n');
}

it('translates only sentences that the server still says', () => {
  const text = serverText();
  expect(Object.keys(italian).filter((sentence) => !text.includes(sentence))).toEqual([]);
});

it('shows an unknown sentence as it came', () => {
  expect(serverSentence('Something new.', 'it')).toBe('Something new.');
  expect(serverSentence('This file is empty.', 'it')).toBe('Il file è vuoto.');
  expect(serverSentence('This file is empty.', 'en')).toBe('This file is empty.');
});
