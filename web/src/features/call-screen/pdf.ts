/** pdf.js as our content security policy allows it: the worker made by us, no WebAssembly. */
import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite answers ?url with an address
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { trustedScriptUrl } from '@/lib/trusted-url';

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
