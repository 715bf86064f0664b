import './texts';
import { ErrorState } from '@/components/error-state';
import { Skeleton } from '@/components/skeleton';
import { useMe } from '@/lib/identity';
import type { LiveConnection } from '@/lib/live';
import { BuiltInCall } from './built-in-call';
import { JitsiCall } from './jitsi-call';
import { useCallInfo } from './use-call-info';

/** The video call of an interview, with the candidate's link and the lobby. Fills its parent, a flex column. */
export function CallStage({
  sessionId,
  connection,
}: {
  sessionId: string;
  connection: LiveConnection | null;
}) {
  const info = useCallInfo(sessionId);
  const me = useMe();
  if (info.error) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  if (!info.data) return <Skeleton className="min-h-40 flex-1" />;
  if (info.data.jitsi)
    return (
      <JitsiCall
        sessionId={sessionId}
        connection={connection}
        room={{ ...info.data.jitsi, jwt: info.data.jitsi.jwt ?? null }}
        name={me.data?.name ?? ''}
      />
    );
  return <BuiltInCall sessionId={sessionId} connection={connection} info={info.data} />;
}
