import { describe, expect, it } from 'vitest';
import { chunkLabel, chunksFound, chunkText, type CvChunkData, type CvSection } from './cv-text';

const chunk = (id: string, text: string): CvChunkData => ({ chunk_id: id, text, page: 1, boxes: [] });
const section = (kind: string, title: string, ...chunks: CvChunkData[]): CvSection => ({
  kind,
  title,
  chunks,
});

describe('chunkText', () => {
  it('leaves out the heading that stands above', () => {
    const first = chunk('1', 'PROFILE\nEngineer.');
    expect(chunkText(first, section('summary', 'PROFILE', first))).toEqual({ head: null, body: 'Engineer.' });
  });
  it('names an entry by its first line', () => {
    const second = chunk('2', 'Engineer, Somewhere\nBuilt things.');
    expect(chunkText(second, section('experience', 'EXPERIENCE', second))).toEqual({
      head: 'Engineer, Somewhere',
      body: 'Built things.',
    });
  });
});

describe('chunksFound', () => {
  const sections = [
    section('skills', 'SKILLS', chunk('1', 'Città'), chunk('2', 'Kafka')),
    section('other', '', chunk('3', 'kafka')),
  ];
  it('lists chunks in reading order', () => {
    expect(chunksFound(sections, 'KAFKA')).toEqual(['cv-2', 'cv-3']);
  });
  it('lists none without a query', () => {
    expect(chunksFound(sections, ' ')).toEqual([]);
  });
});

describe('chunkLabel', () => {
  const entry = chunk('1', 'EXPERIENCE\nEngineer, Somewhere\nBuilt boats. Sold nets.');
  const sections = [section('experience', 'EXPERIENCE', entry)];
  it('is the passage that is meant, where one is', () => {
    expect(chunkLabel(sections, '1', 'Sold nets.')).toBe('Sold nets.');
  });
  it('is the entry where no passage is', () => {
    expect(chunkLabel(sections, '1', '')).toBe('Engineer, Somewhere');
  });
});
