import { EyeOff, FileSearch, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { SearchField } from '@/components/search-field';
import { SkeletonLines } from '@/components/skeleton';
import { serverSentence } from '@/lib/server-sentences';
import { useLanguage, useText } from '@/lib/texts';
import { CvChunk } from './cv-chunk';
import { chunksFound } from './cv-text';
import { useScreen } from './screen-context';
import { useCv, type SessionCv } from './session-queries';

/** The CV as it was read, section by section. */
export function CvPanel() {
  const t = useText('call-screen');
  const { sessionId } = useScreen();
  const cv = useCv(sessionId);
  if (cv.error)
    return (
      <ErrorState error={cv.error} kept={t('error.kept')} onRetry={() => void cv.refetch()} className="m-3" />
    );
  if (!cv.data)
    return (
      <div className="p-4" aria-busy="true" aria-label={t('loading')}>
        <SkeletonLines count={14} />
      </div>
    );
  if (!cv.data.cv_id || !cv.data.sections)
    return <EmptyState title={t('cv.none')}>{t('cv.noneHint')}</EmptyState>;
  return <ReadCv cv={cv.data} sections={cv.data.sections} />;
}

function ReadCv({ cv, sections }: { cv: SessionCv; sections: NonNullable<SessionCv['sections']> }) {
  const t = useText('call-screen');
  const { openOriginal, originalIsOpen } = useScreen();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const found = useMemo(() => chunksFound(sections, wanted), [sections, wanted]);
  const [next, setNext] = useState(0);
  const isPdf = cv.mime === 'application/pdf';

  const onKeyDown = (event: { key: string }) => {
    const target = found[next % Math.max(1, found.length)];
    if (event.key !== 'Enter' || !target) return;
    document.getElementById(target)?.scrollIntoView({ block: 'center' });
    setNext(next + 1);
  };

  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-3 py-1.5">
        <SearchField
          label={t('cv.search')}
          value={query}
          onChange={(text) => {
            setQuery(text);
            setNext(0);
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1"
        />
        {wanted && (
          <span role="status" className="shrink-0 text-12 text-text-3 nums">
            {t('cv.found', { count: found.length })}
          </span>
        )}
        {isPdf && (
          <Button
            icon={<FileSearch size={14} aria-hidden />}
            onPress={() => openOriginal(!originalIsOpen)}
            aria-pressed={originalIsOpen}
          >
            {t('cv.original')}
          </Button>
        )}
      </div>
      <div
        className="min-h-0 flex-1 overflow-auto px-4 py-3"
        tabIndex={0}
        role="region"
        aria-label={t('tab.cv')}
      >
        <Findings cv={cv} />
        {sections.map((section, index) => (
          <section key={index} className="mb-4">
            {section.title && <h2 className="mb-1 text-12 text-text-3">{section.title}</h2>}
            {section.chunks.map((chunk) => (
              <CvChunk key={chunk.chunk_id} chunk={chunk} section={section} query={wanted} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

/** What could not be read well, and text that a reader would not see: stated, not judged. */
function Findings({ cv }: { cv: SessionCv }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const hidden = cv.hidden ?? [];
  if (!cv.quality_note && hidden.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2 rounded-ui bg-surface-2 p-3 text-13 text-text-2">
      {cv.quality_note && (
        <p className="flex gap-2">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-risk-mid" />{' '}
          {serverSentence(cv.quality_note, language)}
        </p>
      )}
      {hidden.length > 0 && (
        <details>
          <summary className="flex list-none gap-2 rounded-ui">
            <EyeOff size={16} aria-hidden className="mt-0.5 shrink-0 text-text-3" />
            <span>
              {t('cv.hidden', { count: hidden.length })}{' '}
              <span className="text-accent">{t('cv.showHidden')}</span>
            </span>
          </summary>
          <ul className="mt-2 flex flex-col gap-1 pl-6 text-12">
            {hidden.map((text, index) => (
              <li key={index} className="break-words">
                <q>{text.text}</q> <span className="text-text-3">{t('cv.page', { page: text.page })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
