import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '@/lib/api';
import { useText } from '@/lib/texts';

/** A4 upright, until the page has said its own shape. */
const USUAL_RATIO = Math.SQRT2;

interface Props {
  pdf: PDFDocumentProxy;
  number: number;
  width: number;
  /** Of all pages; the same array as long as nothing else is pointed at, so that the page does not scroll again. */
  boxes: ReadonlyArray<Schema<'Box'>>;
}

/** One page on a canvas, with frames round the evidence. Screen readers have the parsed text instead. */
export function PdfPage({ pdf, number, width, boxes }: Props) {
  const t = useText('call-screen');
  const canvas = useRef<HTMLCanvasElement>(null);
  const first = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState({ scale: 0, height: width * USUAL_RATIO });

  useEffect(() => {
    let task: RenderTask | undefined;
    let isCancelled = false;
    const draw = async () => {
      const source = await pdf.getPage(number);
      if (isCancelled || !canvas.current) return;
      const scale = width / source.getViewport({ scale: 1 }).width;
      const viewport = source.getViewport({ scale: scale * devicePixelRatio });
      canvas.current.width = viewport.width;
      canvas.current.height = viewport.height;
      setPage({ scale, height: viewport.height / devicePixelRatio });
      task = source.render({ canvas: canvas.current, viewport });
      await task.promise;
    };
    draw().catch((error: unknown) => {
      if (!isCancelled) throw error;
    });
    return () => {
      isCancelled = true;
      task?.cancel();
    };
  }, [pdf, number, width]);

  const onPage = boxes.filter((box) => box.page === number);
  const isFirst = boxes[0]?.page === number;
  useEffect(() => {
    if (isFirst && page.scale > 0) first.current?.scrollIntoView({ block: 'center' });
  }, [boxes, isFirst, page.scale]);

  return (
    <div className="relative mx-auto mb-4 bg-[white] shadow-overlay" style={{ width, height: page.height }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('original.page', { page: number })}
        className="size-full"
      />
      {page.scale > 0 &&
        onPage.map((box, index) => (
          <div
            key={index}
            ref={index === 0 ? first : undefined}
            data-frame
            className="pointer-events-none absolute rounded-[2px] bg-[rgb(61_78_196/0.16)] outline outline-[rgb(61_78_196/0.5)]"
            style={{
              left: box.x * page.scale,
              top: box.y * page.scale,
              width: box.width * page.scale,
              height: box.height * page.scale,
            }}
          />
        ))}
    </div>
  );
}
