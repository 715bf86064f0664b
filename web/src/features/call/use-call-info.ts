import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, bodyOf, type Schema } from '@/lib/api';
import type { LiveConnection } from '@/lib/live';
import { keys } from '@/lib/query-keys';

export type CallInfo = Schema<'Call'>;

const at = (sessionId: string) => ({ params: { path: { session_id: sessionId } } });

export function useCallInfo(sessionId: string) {
  return useQuery({
    queryKey: keys.call(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/call/', at(sessionId))),
  });
}

/** The candidate's link: made on demand, revoked on demand. */
export function useCallLink(sessionId: string) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.call(sessionId) });
  const create = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/api/sessions/{session_id}/call/link/', { ...at(sessionId), body: {} })),
    onSuccess: refresh,
  });
  const revoke = useMutation({
    mutationFn: () => api.DELETE('/api/sessions/{session_id}/call/link/', at(sessionId)),
    onSuccess: refresh,
  });
  return { create, revoke };
}

export function useDecideGuest(sessionId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ guest, action }: { guest: string; action: 'admit' | 'deny' | 'remove' }) =>
      api.POST('/api/sessions/{session_id}/call/guests/{guest_id}/', {
        params: { path: { session_id: sessionId, guest_id: guest } },
        body: { action },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.call(sessionId) }),
  });
}

/** Ids of the candidates whose page is open now. */
export function useConnectedGuests(connection: LiveConnection | null): ReadonlySet<string> {
  const [connected, setConnected] = useState<ReadonlySet<string>>(new Set());
  useEffect(
    () =>
      connection?.onMessage((message) => {
        if (message.type === 'call.guests') setConnected(new Set(message['connected'] as string[]));
      }),
    [connection],
  );
  return connected;
}
