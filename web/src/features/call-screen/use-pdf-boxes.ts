import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useMemo, useState } from 'react';
import type { Schema } from '@/lib/api';
import { boxesOf, quotedWords } from './cv-text';
import { runsOf } from './pdf';
import { boxesOfQuote } from './pdf-quote';
import { useScreen } from './screen-context';
import type { SessionCv } from './session-queries';

type Box = Schema<'Box'>;

/** What to frame: the passage that is pointed at, and the whole chunk where the page does not have its words. */
export function usePdfBoxes(pdf: PDFDocumentProxy | null, cv: SessionCv | undefined): Box[] {
  const { place } = useScreen();
  const [boxes, setBoxes] = useState<Box[]>([]);
  const lines = useMemo(
    () => (place?.kind === 'chunk' ? boxesOf(cv?.sections ?? [], place.id) : []),
    [place, cv],
  );
  const quote = place?.kind === 'chunk' ? quotedWords(place.quote) : '';

  useEffect(() => {
    let isCancelled = false;
    const find = async () => {
      const pages = [...new Set(lines.map((line) => line.page))];
      const runs = pdf ? await Promise.all(pages.map((page) => runsOf(pdf, page))) : [];
      const found = boxesOfQuote(runs.flat(), lines, quote);
      if (!isCancelled) setBoxes(found.length > 0 ? found : lines);
    };
    find().catch(() => !isCancelled && setBoxes(lines));
    return () => {
      isCancelled = true;
    };
  }, [pdf, lines, quote]);
  return boxes;
}
