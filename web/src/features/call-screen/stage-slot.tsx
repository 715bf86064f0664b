import { lazy, Suspense } from 'react';
import { classes } from '@/components/classes';
import { Skeleton } from '@/components/skeleton';
import { useScreen } from './screen-context';

const CallStage = lazy(() =>
  import('@/features/call/call-stage').then((stage) => ({ default: stage.CallStage })),
);

/** Where the call is drawn. Under the original CV it floats in a corner, so that the person stays in sight. */
export function StageSlot() {
  const { sessionId, live, readOnly, originalIsOpen } = useScreen();
  if (readOnly) return <div className="flex-1" />;
  return (
    <div
      className={classes(
        'min-h-0 flex-col',
        originalIsOpen
          ? 'overlay absolute right-6 bottom-4 z-20 hidden h-52 w-80 overflow-hidden sm:has-[video]:flex'
          : 'flex flex-1 p-3 max-sm:p-2',
      )}
    >
      <Suspense fallback={<Skeleton className="min-h-40 flex-1" />}>
        <CallStage sessionId={sessionId} connection={live.connection} />
      </Suspense>
    </div>
  );
}
