import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { api, bodyOf, type Schema } from '@/lib/api';
import { LiveConnection, type LiveState } from '@/lib/live';

export type GuestCall = Schema<'GuestCall'>;

const KEY = ['guest-call'] as const;
const STATE_OF_MESSAGE: Record<string, GuestCall['state']> = {
  'call.admitted': 'admitted',
  'call.denied': 'denied',
  'call.ended': 'ended',
};

/** The candidate's own state by the cookie of this browser; null for somebody who has not joined yet. */
export function useGuest() {
  return useQuery({
    queryKey: KEY,
    queryFn: () => bodyOf<GuestCall | null>(api.GET('/api/call/')),
  });
}

export function useJoin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      bodyOf(api.POST('/api/call/join/', { body: { name, token: location.hash.slice(1) } })),
    onSuccess: (guest) => queries.setQueryData(KEY, guest),
  });
}

export function useLeave() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.POST('/api/call/leave/', { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

const nothing = () => () => undefined;

/** The candidate's socket, open while `enabled`: it brings the interviewer's decision and the call's messages. */
export function useGuestLive(enabled: boolean): { connection: LiveConnection | null; state: LiveState } {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<LiveConnection | null>(null);
  useEffect(() => {
    if (!enabled) return undefined;
    const live = new LiveConnection({
      path: '/api/call/live/',
      onEvent: () => undefined,
      onResync: () => void queries.invalidateQueries({ queryKey: KEY }),
    });
    live.onMessage(({ type }) => {
      const state = STATE_OF_MESSAGE[type];
      if (state)
        queries.setQueryData<GuestCall | null>(KEY, (guest) => (guest ? { ...guest, state } : guest));
      // The room's name of a Jitsi call comes with the admission.
      if (state === 'admitted') void queries.invalidateQueries({ queryKey: KEY });
    });
    setConnection(live);
    addEventListener('online', live.retryNow);
    return () => {
      removeEventListener('online', live.retryNow);
      live.close();
      setConnection(null);
    };
  }, [enabled, queries]);
  const state = useSyncExternalStore(
    connection?.subscribe ?? nothing,
    () => connection?.state ?? 'connecting',
  );
  return { connection, state };
}
