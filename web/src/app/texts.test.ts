import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('..', import.meta.url));
const english = readdirSync(src, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(join('locales', 'en.json')));

/** Every path to a text, with the names of its {{values}}. */
function paths(tree: unknown, prefix = ''): string[] {
  if (typeof tree === 'string')
    return [`${prefix} ${[...tree.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).toSorted()}`];
  return Object.entries(tree as object).flatMap(([key, value]) => paths(value, `${prefix}.${key}`));
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(src, file), 'utf8'));

describe('the words of the interface', () => {
  it.each(english)('are the same set in both languages: %s', (file) => {
    const italian = join(dirname(file), 'it.json');
    expect(paths(read(italian)).toSorted()).toEqual(paths(read(file)).toSorted());
  });
});
