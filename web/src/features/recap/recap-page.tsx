import './texts';
import { useParams } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { buttonClasses } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { HomeLink } from '@/components/home-link';
import { Skeleton, SkeletonLines } from '@/components/skeleton';
import { useText } from '@/lib/texts';
import { useTitle } from '@/lib/use-title';
import { useLive } from '@/lib/use-live';
import { RecapFacts } from './recap-facts';
import { RecapHeader } from './recap-header';
import { RecapNotes } from './recap-notes';
import { RecapRequirements } from './recap-requirements';
import { RecapSection } from './recap-section';
import { RecapVersions } from './recap-versions';
import { SECTION_NAMES, useRecap, versionsOf, type MadeBy, type Recap } from './use-recap';

/** What came out of an interview, sentence by sentence with its sources. */
export function RecapPage() {
  const t = useText('recap');
  const { sessionId } = useParams({ from: '/shell/interviews/$sessionId/recap' });
  useLive(sessionId);
  const recap = useRecap(sessionId);
  useTitle(recap.data && t('pageTitle', { name: recap.data.session.candidate_name }));
  return (
    <div className="mx-auto w-full max-w-300 px-6 py-8 max-sm:px-3 max-sm:py-4 print:p-0">
      {recap.data ? (
        <RecapView sessionId={sessionId} recap={recap.data} />
      ) : recap.error ? (
        <ErrorState
          error={recap.error}
          kept={t('error.kept')}
          onRetry={() => void recap.refetch()}
          wayOut={<HomeLink />}
        />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-6" aria-busy="true">
      <Skeleton className="h-9 w-80" />
      <SkeletonLines count={4} className="max-w-180" />
      <SkeletonLines count={8} className="max-w-180" />
    </div>
  );
}

function RecapView({ sessionId, recap }: { sessionId: string; recap: Recap }) {
  const [viewed, setViewed] = useState<MadeBy | null>(null);
  const [openNote, setOpenNote] = useState<string | null>(null);
  const versions = versionsOf(recap);
  const shown = viewed && versions[viewed] ? viewed : recap.made_by;
  const sections = versions[shown] ?? recap.sections;

  const showNote = (id: string) => {
    setOpenNote(id);
    document.getElementById(`note-${id}`)?.scrollIntoView({ block: 'center' });
  };

  return (
    <article className="flex flex-col gap-6">
      <RecapHeader recap={recap} />
      {!recap.stored && <Preview sessionId={sessionId} />}
      <RecapRequirements requirements={recap.requirements.requirements} onOpenNote={showNote} />
      <div className="grid grid-cols-[minmax(0,1fr)_20rem] items-start gap-8 max-md:grid-cols-1 print:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-6">
          {recap.stored && (
            <RecapVersions sessionId={sessionId} recap={recap} shown={shown} onShow={setViewed} />
          )}
          <div className="card flex flex-col px-6 py-2 max-sm:px-4 print:border-0 print:px-0">
            {SECTION_NAMES.map((name) => (
              <RecapSection
                key={name}
                sessionId={sessionId}
                name={name}
                sentences={sections[name]}
                isEditable={recap.stored}
                onOpenNote={showNote}
              />
            ))}
          </div>
          <RecapNotes recap={recap} openNote={openNote} />
        </div>
        <RecapFacts recap={recap} />
      </div>
    </article>
  );
}

function Preview({ sessionId }: { sessionId: string }) {
  const t = useText('recap');
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-ui bg-accent-soft px-4 py-3 text-13">
      <p>{t('preview')}</p>
      <a href={`/interviews/${sessionId}`} className={buttonClasses('secondary')}>
        {t('toInterview')} <ArrowRight size={14} aria-hidden />
      </a>
    </div>
  );
}
