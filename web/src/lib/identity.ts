/**
 * Who uses this browser. In open mode a recruiter picks a display name; where accounts exist the server answers
 * with the signed-in one. This file is the only place that knows the difference.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './api';
import { keys } from './query-keys';

export type Me = Schema<'Me'>;

export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: () => bodyOf(api.GET('/api/me/')), staleTime: Infinity });
}

/** True when the person must still say who they are before their work can carry a name. */
export function needsName(me: Me | undefined): boolean {
  return me?.mode === 'open' && !me.name;
}

export function useSetName() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => bodyOf(api.PUT('/api/me/', { body: { name } })),
    // A socket and private questions carry the name: fetch anew whatever depends on who asks.
    onSuccess: async (me) => {
      queries.setQueryData(keys.me, me);
      await queries.invalidateQueries();
    },
  });
}
