import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { toRows, type InterviewRow } from './interview-rows';

/** Drafts and interviews together; `rows` is undefined until both are here. */
export function useInterviews() {
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: () => bodyOf(api.GET('/api/sessions/')) });
  const drafts = useQuery({ queryKey: keys.drafts, queryFn: () => bodyOf(api.GET('/api/drafts/')) });
  const ready = sessions.data && drafts.data;
  return {
    rows: ready ? toRows(drafts.data.drafts, sessions.data.sessions) : undefined,
    error: sessions.error ?? drafts.error,
    refetch: () => void Promise.all([sessions.refetch(), drafts.refetch()]),
  };
}

/** Begins a wizard: empty, or with the sample already in it. */
export function useBeginDraft(kind: 'empty' | 'sample') {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      kind === 'sample'
        ? bodyOf(api.POST('/api/sample/', { body: {} }))
        : bodyOf(api.POST('/api/drafts/', { body: {} })),
    onSuccess: (draft) => {
      queries.setQueryData(keys.draft(draft.draft_id), draft);
      void queries.invalidateQueries({ queryKey: keys.drafts, exact: true });
      void navigate({
        to: '/new/$draftId',
        params: { draftId: draft.draft_id },
        search: { step: kind === 'sample' ? 4 : 1 },
      });
    },
  });
}

export function useDeleteRow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (row: InterviewRow) => {
      if (row.state === 'draft')
        await api.DELETE('/api/drafts/{draft_id}/', { params: { path: { draft_id: row.id } } });
      else await api.DELETE('/api/sessions/{session_id}/', { params: { path: { session_id: row.id } } });
    },
    onSuccess: (_, row) =>
      queries.invalidateQueries({
        queryKey: row.state === 'draft' ? keys.drafts : keys.sessions,
        exact: true,
      }),
  });
}
