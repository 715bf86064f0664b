import './texts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { HomeLink } from '@/components/home-link';
import { Skeleton, SkeletonLines } from '@/components/skeleton';
import { useText } from '@/lib/texts';
import { useTitle } from '@/lib/use-title';
import { CandidateStep } from './candidate-step';
import type { Draft } from './draft-saver';
import { JobStep } from './job-step';
import { QuestionsStep } from './questions-step';
import { ReviewStep } from './review-step';
import { SavedMark } from './saved-mark';
import { StartButton } from './start-button';
import { isReady } from './draft-ready';
import { LAST_STEP, STEPS, Stepper } from './stepper';
import { useDraftEditor, useStoredDraft } from './use-draft';

/** The wizard of a new interview, on a draft that the server keeps. */
export function DraftPage() {
  const t = useText('draft');
  const { draftId } = useParams({ from: '/shell/new/$draftId' });
  const stored = useStoredDraft(draftId);
  if (stored.data) return <Wizard key={draftId} stored={stored.data} />;
  return (
    <Frame>
      {stored.error ? (
        <ErrorState
          error={stored.error}
          kept={t('error.kept')}
          onRetry={() => void stored.refetch()}
          wayOut={<HomeLink />}
        />
      ) : (
        <>
          <Skeleton className="h-7 w-60" />
          <SkeletonLines count={8} className="card p-6" />
        </>
      )}
    </Frame>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-280 flex-1 flex-col gap-5 px-6 pt-6 max-sm:px-3 max-sm:pt-4">
      {children}
    </div>
  );
}

function Wizard({ stored }: { stored: Draft }) {
  const t = useText('draft');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/new/$draftId' });
  const editor = useDraftEditor(stored);
  const { draft, saver } = editor;
  const step = search.step ?? Math.min(LAST_STEP, Math.max(1, stored.step));
  const heading = STEPS[step - 1] ?? 'candidate';
  useTitle(t(`step.${heading}.name`));
  const headingRef = useRef<HTMLHeadingElement>(null);
  const shownStep = useRef(step);

  // A new step is a new page to a screen reader; and the list of drafts says where one stopped.
  useEffect(() => {
    if (shownStep.current === step) return;
    shownStep.current = step;
    saver.change({ step });
    headingRef.current?.focus();
    scrollTo({ top: 0 });
  }, [step, saver]);

  const go = (to: number) =>
    void navigate({ to: '/new/$draftId', params: { draftId: draft.draft_id }, search: { step: to } });

  return (
    <>
      <Frame>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <Stepper draft={draft} step={step} />
          <SavedMark saver={saver} />
        </div>
        <h1 ref={headingRef} tabIndex={-1} className="text-20 outline-none">
          {heading === 'review' && !isReady(draft)
            ? t('step.review.titleMissing')
            : t(`step.${heading}.title`)}
        </h1>
        {step === 1 && <CandidateStep editor={editor} />}
        {step === 2 && <JobStep editor={editor} />}
        {step === 3 && <QuestionsStep editor={editor} />}
        {step === 4 && <ReviewStep editor={editor} onGo={go} />}
      </Frame>
      <footer className="sticky bottom-0 mt-8 border-t border-line bg-surface-1">
        <div className="mx-auto flex h-14 w-full max-w-280 items-center justify-between px-6 max-sm:px-3">
          {step > 1 ? (
            <Button kind="quiet" icon={<ArrowLeft size={14} aria-hidden />} onPress={() => go(step - 1)}>
              {t('back')}
            </Button>
          ) : (
            <Button kind="quiet" onPress={() => void navigate({ to: '/' })}>
              {t('later')}
            </Button>
          )}
          {step < LAST_STEP && (
            <Button kind="primary" onPress={() => go(step + 1)}>
              {t('continue')} <ArrowRight size={14} aria-hidden />
            </Button>
          )}
          {step === LAST_STEP && <StartButton editor={editor} />}
        </div>
      </footer>
    </>
  );
}
