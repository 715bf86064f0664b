/** pdf.js as our content security policy allows it: the worker made by us, no WebAssembly. */
import { getDocument, PDFWorker, Util, type PDFDocumentProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite answers ?url with an address
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { trustedScriptUrl } from '@/lib/trusted-url';
import type { Run } from './pdf-quote';

interface Opening {
  document: Promise<PDFDocumentProxy>;
  close: () => void;
  isClosed: () => boolean;
}

export function openPdf(url: string): Opening {
  const port = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
  const worker = PDFWorker.create({ port });
  const task = getDocument({ url, worker, useWasm: false });
  let closed = false;
  return {
    document: task.promise,
    isClosed: () => closed,
    close: () => {
      closed = true;
      void task.destroy().finally(() => {
        worker.destroy();
        port.terminate();
      });
    },
  };
}

/** How far letters reach above and below the line that they stand on, in heights of the font. */
const ASCENT = 0.95;
const DESCENT = 0.25;

/** The text of a page, run by run in the order of reading, in points from the top left. */
export async function runsOf(pdf: PDFDocumentProxy, number: number): Promise<Run[]> {
  const page = await pdf.getPage(number);
  const { transform } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  return items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return [];
    const [, , , , x, base] = Util.transform(transform, item.transform);
    const [y, height] = [base - item.height * ASCENT, item.height * (ASCENT + DESCENT)];
    return { text: item.str, page: number, x, y, width: item.width, height };
  });
}
