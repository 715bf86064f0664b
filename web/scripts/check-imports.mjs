// House rules on imports: app → features → components → lib, no feature reaches into another, no cycles, no barrels.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../src', import.meta.url));
const LAYERS = ['lib', 'components', 'features', 'app'];
const files = readdirSync(src, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name));
const known = new Set(files);
const problems = [];

const importsOf = (file) => {
  const text = readFileSync(join(src, file), 'utf8');
  const pattern = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1]);
};

function resolve(file, path) {
  if (!path.startsWith('.') && !path.startsWith('@/')) return null;
  const target = path.startsWith('@/') ? path.slice(2) : relative('.', normalize(join(dirname(file), path)));
  return [target, `${target}.ts`, `${target}.tsx`].find((name) => known.has(name)) ?? null;
}

const layerOf = (file) => LAYERS.indexOf(file.split('/')[0]);
const featureOf = (file) => (file.startsWith('features/') ? file.split('/')[1] : null);
const graph = new Map();
for (const file of files) {
  if (/(^|\/)index\.tsx?$/.test(file)) problems.push(`${file}: barrel files are not used here`);
  const targets = importsOf(file)
    .map((path) => resolve(file, path))
    .filter(Boolean);
  graph.set(file, targets);
  for (const target of targets) {
    if (layerOf(target) > layerOf(file))
      problems.push(`${file} imports ${target}: against app → features → components → lib`);
    const [from, to] = [featureOf(file), featureOf(target)];
    // The call screen is the one feature that composes others.
    if (from && to && from !== to && from !== 'call-screen')
      problems.push(`${file} imports ${target}: features do not know each other`);
  }
}

const state = new Map();
function visit(file, trail) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    problems.push(`cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const target of graph.get(file)) visit(target, [...trail, file]);
  state.set(file, 'done');
}
for (const file of files) visit(file, []);

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`imports of ${files.length} files keep the rules`);
