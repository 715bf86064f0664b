/** Where quoted words stand on the pages of a PDF, found in the text that pdf.js reads from them. */
import type { Schema } from '@/lib/api';
import { fold } from '@/lib/fold';

type Box = Schema<'Box'>;

/** A run of text on a page, in points from its top left. */
export interface Run extends Box {
  text: string;
}

/** How far a run may stand outside of a line that the server measured. */
const TOLERANCE = 3;

/**
 * The boxes of a quotation within the lines of its chunk, one for each piece of a line. Spaces, hyphens and signs
 * are not compared: the server joins lines and words that the page keeps apart. Empty: it is not there word for word.
 */
export function boxesOfQuote(runs: readonly Run[], lines: readonly Box[], quote: string): Box[] {
  const inside = runs.filter((run) => lines.some((line) => standsIn(run, line)));
  const needle = letters(quote);
  const { found, origin } = spell(inside);
  const at = needle ? found.indexOf(needle) : -1;
  if (at < 0) return [];
  const parts = new Map<Run, { from: number; to: number }>();
  for (const { run, unit } of origin.slice(at, at + needle.length))
    parts.set(run, { from: parts.get(run)?.from ?? unit, to: unit + 1 });
  return joinLines([...parts].map(([run, { from, to }]) => boxOfPart(run, from, to)));
}

/** A part of a run, its letters taken as equally wide; with the signs at its ends where no letter follows there. */
function boxOfPart({ text, page, x, y, width, height }: Run, from: number, to: number): Box {
  const advance = width / text.length;
  const first = letters(text.slice(0, from)) ? from : 0;
  const last = letters(text.slice(to)) ? to : text.length;
  return { page, x: x + first * advance, y, width: (last - first) * advance, height };
}

const letters = (text: string) => fold(text.normalize('NFKC')).replace(/[^\p{L}\p{N}]/gu, '');

function standsIn(run: Run, line: Box): boolean {
  const [x, y] = [run.x + run.width / 2, run.y + run.height / 2];
  return (
    run.page === line.page &&
    x > line.x - TOLERANCE &&
    x < line.x + line.width + TOLERANCE &&
    y > line.y - TOLERANCE &&
    y < line.y + line.height + TOLERANCE
  );
}

/** All letters in a row, each with the run and the place in it that it comes from. */
function spell(runs: readonly Run[]) {
  let found = '';
  const origin: { run: Run; unit: number }[] = [];
  for (const run of runs)
    for (let unit = 0; unit < run.text.length; unit++) {
      const plain = letters(run.text.charAt(unit));
      found += plain;
      for (let each = 0; each < plain.length; each++) origin.push({ run, unit });
    }
  return { found, origin };
}

/** Runs that follow one another in a line become one box. */
function joinLines(boxes: readonly Box[]): Box[] {
  const joined: Box[] = [];
  for (const box of boxes) {
    const last = joined.at(-1);
    const goesOn =
      last &&
      last.page === box.page &&
      Math.abs(last.y - box.y) < TOLERANCE &&
      box.x - (last.x + last.width) < box.height;
    if (goesOn) last.width = box.x + box.width - last.x;
    else joined.push({ ...box });
  }
  return joined;
}
