import './texts';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { HomeLink } from '@/components/home-link';
import { ErrorState } from '@/components/error-state';
import { needsName, useMe } from '@/lib/identity';
import { useText } from '@/lib/texts';
import { useTitle } from '@/lib/use-title';
import { CallHost } from './call-host';
import { DrawerLayout } from './drawer-layout';
import { PhoneLayout } from './phone-layout';
import { ScreenContext } from './screen-context';
import { ScreenHeader } from './screen-header';
import { ScreenSkeleton } from './screen-skeleton';
import { useSession, type Session } from './session-queries';
import { useDraftGuard } from './use-draft-guard';
import { useLayoutKind } from './use-layout-kind';
import { useScreenState } from './use-screen-state';
import { WideLayout } from './wide-layout';

const NameDialog = lazy(() => import('@/features/account/name-dialog'));

/** The interview itself. */
export function CallScreenPage() {
  const t = useText('call-screen');
  const { sessionId } = useParams({ from: '/interviews/$sessionId' });
  const me = useMe();
  const session = useSession(sessionId);
  if (session.data)
    return (
      <>
        <CallScreen session={session.data} />
        <Suspense>{needsName(me.data) && <NameDialog />}</Suspense>
      </>
    );
  if (!session.error) return <ScreenSkeleton />;
  return (
    <div className="mx-auto max-w-160 p-6">
      <ErrorState
        error={session.error}
        kept={t('error.kept')}
        onRetry={() => void session.refetch()}
        wayOut={<HomeLink />}
      />
    </div>
  );
}

function CallScreen({ session }: { session: Session }) {
  const screen = useScreenState(session);
  const kind = useLayoutKind();
  useDraftGuard(screen.draft);
  useTitle(`${session.candidate.full_name}, ${session.job.title}`);
  return (
    <ScreenContext value={screen}>
      <div data-toasts="top" className="flex h-dvh flex-col overflow-hidden bg-surface-0">
        <ScreenHeader kind={kind} />
        <main className="flex min-h-0 flex-1">
          <CallHost />
          {kind === 'wide' && <WideLayout />}
          {kind === 'drawer' && <DrawerLayout />}
          {kind === 'phone' && <PhoneLayout />}
        </main>
      </div>
    </ScreenContext>
  );
}
