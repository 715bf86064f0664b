import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '@/lib/api';
import { keys } from '@/lib/query-keys';

export type Recap = Schema<'Recap'>;
export type Sentence = Schema<'RecapSentence'>;
export type Sections = Schema<'RecapSections'>;
export type MadeBy = Schema<'MadeBy'>;

export const SECTION_NAMES = ['summary', 'strengths', 'gaps_or_risks', 'recommended_next_steps'] as const;

/** The two recaps by who made them; the one shown first is `first`. */
export function versionsOf(recap: Recap): Partial<Record<MadeBy, Sections>> {
  return {
    [recap.made_by]: recap.sections,
    ...(recap.alternative ? { [recap.alternative.made_by]: recap.alternative.sections } : {}),
  };
}

export function useRecap(sessionId: string) {
  return useQuery({
    queryKey: keys.recap(sessionId),
    queryFn: () =>
      bodyOf(api.GET('/api/sessions/{session_id}/recap/', { params: { path: { session_id: sessionId } } })),
  });
}

/** Makes one of the two again; sentences that a person edited stay. */
export function useMakeRecap(sessionId: string) {
  const queries = useQueryClient();
  const params = { path: { session_id: sessionId } };
  return useMutation({
    mutationFn: (use: MadeBy) =>
      bodyOf(api.POST('/api/sessions/{session_id}/recap/', { params, body: { use } })),
    onSuccess: (recap) => queries.setQueryData(keys.recap(sessionId), recap),
  });
}

/** Chooses which of the two is the recap. */
export function useChooseRecap(sessionId: string) {
  const queries = useQueryClient();
  const params = { path: { session_id: sessionId } };
  return useMutation({
    mutationFn: (made_by: MadeBy) =>
      bodyOf(api.PATCH('/api/sessions/{session_id}/recap/', { params, body: { made_by } })),
    onSuccess: (recap) => queries.setQueryData(keys.recap(sessionId), recap),
  });
}

/** A new wording of one sentence; an empty one brings the original back. */
export function useEditSentence(sessionId: string, sentenceId: string) {
  const queries = useQueryClient();
  const params = { path: { session_id: sessionId, sentence: sentenceId } };
  return useMutation({
    mutationFn: (text: string) =>
      bodyOf(api.PATCH('/api/sessions/{session_id}/recap/sentences/{sentence}/', { params, body: { text } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.recap(sessionId) }),
  });
}
