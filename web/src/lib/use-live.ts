import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { LiveConnection, type LiveState, type Person } from './live';
import { staleKeys } from './live-events';

export interface Live {
  /** For signalling; null until the page has mounted. */
  connection: LiveConnection | null;
  state: LiveState;
  people: readonly Person[];
}

const NOBODY: readonly Person[] = [];
const nothing = () => () => undefined;

/** Keeps the query cache true while a page is open. Call it once a page. */
export function useLive(session?: string): Live {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<LiveConnection | null>(null);

  useEffect(() => {
    const live = new LiveConnection({
      session,
      onEvent: (event) => {
        for (const queryKey of staleKeys(event)) void queries.invalidateQueries({ queryKey });
      },
      onResync: () => void queries.invalidateQueries(),
    });
    setConnection(live);
    addEventListener('online', live.retryNow);
    return () => {
      removeEventListener('online', live.retryNow);
      live.close();
    };
  }, [session, queries]);

  const subscribe = connection?.subscribe ?? nothing;
  const state = useSyncExternalStore(subscribe, () => connection?.state ?? 'connecting');
  const people = useSyncExternalStore(subscribe, () => connection?.people ?? NOBODY);
  return { connection, state, people };
}
