/** What the call screen fetches. Live events make it stale; nothing is polled. */
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '@/lib/api';
import { keys } from '@/lib/query-keys';

export type Session = Schema<'SessionDetail'>;
export type SessionCv = Schema<'SessionCv'>;
export type Suggestion = Schema<'Suggestion'>;

export const inSession = (sessionId: string) => ({ params: { path: { session_id: sessionId } } });

export function useSession(sessionId: string) {
  return useQuery({
    queryKey: keys.sessionDetail(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/', inSession(sessionId))),
  });
}

export function useCv(sessionId: string) {
  return useQuery({
    queryKey: keys.cv(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/cv/', inSession(sessionId))),
    staleTime: Infinity, // the CV of an interview is pinned at its start
  });
}

export function useNotes(sessionId: string) {
  return useQuery({
    queryKey: keys.notes(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/notes/', inSession(sessionId))),
    select: (answer) => answer.notes,
  });
}

export function useQuestions(sessionId: string) {
  return useQuery({
    queryKey: keys.questions(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/questions/', inSession(sessionId))),
    select: (answer) => answer.questions,
  });
}

export function useOfferedSuggestion(sessionId: string) {
  return useQuery({
    queryKey: keys.suggestion(sessionId),
    queryFn: () => bodyOf(api.GET('/api/sessions/{session_id}/suggestion/', inSession(sessionId))),
    select: (answer) => answer.suggestion,
  });
}
