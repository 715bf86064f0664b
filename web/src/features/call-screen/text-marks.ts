/** Cutting a text into marked and plain pieces: search hits, quoted evidence, the words behind a verdict. */
import { fold } from '@/lib/fold';

/** Positions in UTF-16 units, as JavaScript counts. */
export interface Mark {
  start: number;
  end: number;
}

export interface Piece {
  text: string;
  start: number;
  marked: boolean;
}

/** The server counts code points; a character outside the basic plane takes two units here. */
export function fromCodePoints(text: string, start: number, end: number): Mark {
  let [unit, point] = [0, 0];
  const mark: Mark = { start: text.length, end: text.length };
  for (const character of text) {
    if (point === start) mark.start = unit;
    if (point === end) {
      mark.end = unit;
      return mark;
    }
    unit += character.length;
    point++;
  }
  return mark;
}

/** The whole text in order; marks that overlap are joined. */
export function cutText(text: string, marks: readonly Mark[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const push = (end: number, marked: boolean) => {
    const last = pieces.at(-1);
    if (end <= at) return;
    if (last?.marked && marked) last.text += text.slice(at, end);
    else pieces.push({ text: text.slice(at, end), start: at, marked });
    at = end;
  };
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    push(mark.start, false);
    push(mark.end, true);
  }
  push(text.length, false);
  return pieces;
}

/** The text line by line, each with its part of the marks. */
export function cutLines(text: string, marks: readonly Mark[]): { text: string; marks: Mark[] }[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const [from, end] = [start, start + line.length];
    start = end + 1;
    return {
      text: line,
      marks: marks
        .filter((mark) => mark.start < end && mark.end > from)
        .map((mark) => ({ start: Math.max(0, mark.start - from), end: Math.min(end, mark.end) - from })),
    };
  });
}

/** Every place where the query stands in the text, whatever the case, accents and line breaks. */
export function findMarks(text: string, query: string): Mark[] {
  const needle = fold(query.trim()).replace(/\s+/g, ' ');
  if (!needle) return [];
  const { folded, origin } = foldWithOrigin(text);
  const marks: Mark[] = [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    const last = origin[at + needle.length - 1] ?? text.length - 1;
    marks.push({ start: origin[at] ?? 0, end: last + 1 });
  }
  return marks;
}

/** Folding changes lengths (ligatures, accents), so each folded unit remembers where it came from. */
function foldWithOrigin(text: string): { folded: string; origin: number[] } {
  let folded = '';
  const origin: number[] = [];
  for (let unit = 0; unit < text.length; unit++) {
    const plain = fold(text.charAt(unit)).replace(/\s/g, ' ');
    if (plain === ' ' && folded.endsWith(' ')) continue;
    folded += plain;
    for (let each = 0; each < plain.length; each++) origin.push(unit);
  }
  return { folded, origin };
}
