// Fails when what a browser must fetch before the first screen outgrows its budget.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 190;
const out = new URL('../../build/web/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', out), 'utf8'));

/** The entry and everything it imports statically, with their style sheets. */
function initialFiles(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const sheet of chunk.css ?? []) seen.add(sheet);
  for (const next of chunk.imports ?? []) initialFiles(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
let total = 0;
for (const file of initialFiles(entry)) {
  const size = gzipSync(await readFile(new URL(file, out)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  first screen, gzip (budget ${BUDGET_KB} kB)`);
if (total > BUDGET_KB * 1000) {
  console.error('The first screen is over its budget: load something lazily.');
  process.exit(1);
}
