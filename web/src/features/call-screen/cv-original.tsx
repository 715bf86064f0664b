import { X } from 'lucide-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '@/components/error-state';
import { IconButton } from '@/components/icon-button';
import { Skeleton } from '@/components/skeleton';
import { useText } from '@/lib/texts';
import { PdfPage } from './pdf-page';
import { openPdf } from './pdf';
import { useScreen } from './screen-context';
import { useCv } from './session-queries';
import { usePdfBoxes } from './use-pdf-boxes';

/** The PDF as the candidate made it, over the centre; what is pointed at is framed in place. */
export default function CvOriginal() {
  const t = useText('call-screen');
  const { sessionId, openOriginal } = useScreen();
  const cv = useCv(sessionId).data;
  const { pdf, error } = usePdf(cv?.cv_id ?? null);
  const { box, width } = useWidth();
  const panel = useRef<HTMLElement>(null);
  const boxes = usePdfBoxes(pdf, cv);

  useEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') openOriginal(false);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [openOriginal]);

  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={t('original.title')}
      className="overlay absolute inset-y-0 right-0 z-10 flex w-[max(100%,720px)] flex-col rounded-none max-[1095px]:w-full max-[815px]:fixed max-[815px]:inset-0 max-[815px]:z-20"
    >
      <div className="flex h-10 shrink-0 items-center justify-between gap-2 border-b border-line pr-1 pl-4">
        <h2 className="min-w-0 truncate text-13">{cv?.file_name ?? t('original.title')}</h2>
        <IconButton
          label={t('original.close')}
          shortcut="Esc"
          icon={<X size={16} aria-hidden />}
          onPress={() => openOriginal(false)}
        />
      </div>
      <div
        ref={box}
        tabIndex={0}
        role="region"
        aria-label={t('original.pages')}
        className="min-h-0 flex-1 overflow-auto bg-surface-2 p-4 max-sm:p-2"
      >
        {error && <ErrorState error={error} kept={t('original.kept')} />}
        {!pdf && !error && <Skeleton className="h-full" />}
        {pdf &&
          width > 0 &&
          Array.from({ length: pdf.numPages }, (_, index) => (
            <PdfPage key={index} pdf={pdf} number={index + 1} width={width} boxes={boxes} />
          ))}
      </div>
    </section>
  );
}

function usePdf(cvId: string | null) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    if (!cvId) return undefined;
    const opening = openPdf(`/api/cvs/${cvId}/file/`);
    opening.document.then(setPdf, (reason: Error) => !opening.isClosed() && setError(reason));
    return opening.close;
  }, [cvId]);
  return { pdf, error };
}

/** The room for a page, measured once: pages are drawn for it. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const style = getComputedStyle(box.current);
    setWidth(box.current.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
  }, []);
  return { box, width };
}
