import { describe, expect, it } from 'vitest';
import { boxesOfQuote, type Run } from './pdf-quote';

const run = (text: string, x: number, y: number, page = 1): Run => ({
  text,
  page,
  x,
  y,
  width: text.length * 10,
  height: 12,
});
const LINES = [
  { page: 1, x: 50, y: 100, width: 400, height: 12 },
  { page: 1, x: 50, y: 115, width: 400, height: 12 },
];

describe('boxesOfQuote', () => {
  it('frames a passage that goes over two lines, in each only its words', () => {
    const runs = [run('We led the', 50, 100), run('migration alone', 50, 115)];
    expect(boxesOfQuote(runs, LINES, 'led the migration')).toEqual([
      { page: 1, x: 80, y: 100, width: 70, height: 12 },
      { page: 1, x: 50, y: 115, width: 90, height: 12 },
    ]);
  });
  it('joins the runs of a line, and reads a word that is hyphenated', () => {
    const runs = [run('Led', 50, 100), run('the mi-', 85, 100), run('gration', 50, 115)];
    expect(boxesOfQuote(runs, LINES, 'Led the migration').map((box) => [box.x, box.width])).toEqual([
      [50, 105],
      [50, 70],
    ]);
  });
  it('takes in the signs at the end of a line', () => {
    const runs = [run('• Kafka (2022).', 50, 100)];
    expect(boxesOfQuote(runs, LINES, 'Kafka (2022)')).toEqual([
      { page: 1, x: 50, y: 100, width: 150, height: 12 },
    ]);
  });
  it('looks in the lines of the chunk only', () => {
    const runs = [run('Kafka', 50, 400), run('Kafka', 50, 100)];
    expect(boxesOfQuote(runs, LINES, 'Kafka').map((box) => box.y)).toEqual([100]);
  });
  it('goes on over the end of a page', () => {
    const lines = [...LINES, { page: 2, x: 50, y: 20, width: 400, height: 12 }];
    const runs = [run('led the', 50, 115), run('migration', 50, 20, 2)];
    expect(boxesOfQuote(runs, lines, 'led the migration').map((box) => box.page)).toEqual([1, 2]);
  });
  it('finds nothing where the words do not stand, or none are meant', () => {
    expect(boxesOfQuote([run('Kafka', 50, 100)], LINES, 'Terraform')).toEqual([]);
    expect(boxesOfQuote([run('Kafka', 50, 100)], LINES, '')).toEqual([]);
  });
});
