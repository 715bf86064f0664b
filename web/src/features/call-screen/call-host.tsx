import { lazy, Suspense } from 'react';
import { createPortal } from 'react-dom';
import { Skeleton } from '@/components/skeleton';
import { useScreen } from './screen-context';

const CallStage = lazy(() =>
  import('@/features/call/call-stage').then((stage) => ({ default: stage.CallStage })),
);

/** Holds the call for the whole page in an element that the layouts pass on: turning a tablet must not hang up. */
export function CallHost() {
  const { stage, sessionId, live, readOnly } = useScreen();
  if (readOnly) return null;
  return createPortal(
    <Suspense fallback={<Skeleton className="min-h-40 flex-1" />}>
      <CallStage sessionId={sessionId} connection={live.connection} />
    </Suspense>,
    stage,
  );
}

export function createStage(): HTMLElement {
  const stage = document.createElement('div');
  stage.className = 'flex min-h-0 flex-1 flex-col';
  return stage;
}
