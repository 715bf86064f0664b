import { describe, expect, it } from 'vitest';
import { cutLines, cutText, findMarks, fromCodePoints } from './text-marks';

const marked = (text: string, query: string) =>
  findMarks(text, query).map(({ start, end }) => text.slice(start, end));

describe('findMarks', () => {
  it('finds words whatever their case and accents', () => {
    expect(marked('Università, universita', 'UNIVERSITÀ')).toEqual(['Università', 'universita']);
  });
  it('finds a phrase over a line break', () => {
    expect(marked('led the\nmigration', 'the migration')).toEqual(['the\nmigration']);
  });
  it('finds nothing for an empty query', () => {
    expect(marked('text', '  ')).toEqual([]);
  });
});

describe('cutText', () => {
  it('gives the whole text back, in order', () => {
    const pieces = cutText('one two three', [
      { start: 8, end: 13 },
      { start: 0, end: 3 },
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe('one two three');
    expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['one', 'three']);
  });
  it('joins marks that overlap', () => {
    const pieces = cutText('I think maybe so', [
      { start: 2, end: 13 },
      { start: 8, end: 13 },
    ]);
    expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['think maybe']);
  });
});

describe('cutLines', () => {
  const marked = (text: string, query: string) =>
    cutLines(text, findMarks(text, query)).map((line) =>
      line.marks.map(({ start, end }) => line.text.slice(start, end)),
    );
  it('shares a passage out among the lines that it goes over', () => {
    expect(marked('Engineer\nLed the\nmigration alone', 'led the migration')).toEqual([
      [],
      ['Led the'],
      ['migration'],
    ]);
  });
  it('keeps what stands in one line there', () => {
    expect(marked('one\ntwo one', 'one')).toEqual([['one'], ['one']]);
  });
});

describe('fromCodePoints', () => {
  it('counts a character outside the basic plane as one', () => {
    const text = '😀 maybe';
    const { start, end } = fromCodePoints(text, 2, 7);
    expect(text.slice(start, end)).toBe('maybe');
  });
});
