/** The parsed CV as lines to read. */
import type { Schema } from '@/lib/api';
import { findMarks } from './text-marks';

export type CvSection = Schema<'CvSection'>;
export type CvChunkData = Schema<'CvChunk'>;

/** Sections whose entries begin with a line that names them: a post, a degree, a project. */
const WITH_ENTRIES = ['experience', 'education', 'projects'];

export interface ChunkText {
  /** The entry's name; null where a section has no entries. */
  head: string | null;
  body: string;
}

/** A chunk without its section's heading, which stands above it already. */
export function chunkText(chunk: CvChunkData, section: CvSection): ChunkText {
  const lines = chunk.text.split('\n');
  if (section.title && lines[0]?.trim() === section.title.trim()) lines.shift();
  if (!WITH_ENTRIES.includes(section.kind) || lines.length < 2) return { head: null, body: lines.join('\n') };
  const [head = null, ...body] = lines;
  return { head, body: body.join('\n') };
}

export const chunkElementId = (chunkId: string) => `cv-${chunkId}`;

/** Element ids of the chunks in which the query occurs, in reading order. */
export function chunksFound(sections: readonly CvSection[], query: string): string[] {
  if (!query.trim()) return [];
  return sections
    .flatMap((section) => section.chunks)
    .filter((chunk) => findMarks(chunk.text, query).length > 0)
    .map((chunk) => chunkElementId(chunk.chunk_id));
}

/** Where a chunk stands in the original, in points from the top left of the page. */
export function boxesOf(sections: readonly CvSection[], chunkId: string): Schema<'Box'>[] {
  const chunks = sections.flatMap((section) => section.chunks);
  return chunks.find((chunk) => chunk.chunk_id === chunkId)?.boxes ?? [];
}

/** What is certain of a quotation: one that was shortened ends in an ellipsis. */
export const quotedWords = (quote: string) => quote.replace(/…$/, '');

/** A few words that name a chunk: its entry, else its section, else how it begins. */
export function chunkLabel(sections: readonly CvSection[], chunkId: string, quote: string): string {
  for (const section of sections)
    for (const chunk of section.chunks) {
      if (chunk.chunk_id !== chunkId) continue;
      const isQuote = quote !== '' && !chunk.text.startsWith(quote.slice(0, QUOTE_COMPARED));
      const { head, body } = chunkText(chunk, section);
      return isQuote ? firstLine(quote) : (head ?? (section.title || firstLine(body)));
    }
  return firstLine(quote);
}

/** A source that begins as its chunk does quotes no particular place in it. */
const QUOTE_COMPARED = 24;

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';
