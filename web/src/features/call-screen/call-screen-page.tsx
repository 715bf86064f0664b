import './texts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '@/components/error-state';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import { useLive } from '@/lib/use-live';

/** The interview itself. */
export function CallScreenPage() {
  const t = useText('call-screen');
  const { sessionId } = useParams({ from: '/interviews/$sessionId' });
  useLive(sessionId);
  const session = useQuery({
    queryKey: keys.sessionDetail(sessionId),
    queryFn: () =>
      bodyOf(api.GET('/api/sessions/{session_id}/', { params: { path: { session_id: sessionId } } })),
  });
  if (session.error) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  return <h1 className="p-4 text-20">{session.data?.candidate.full_name ?? t('loading')}</h1>;
}
