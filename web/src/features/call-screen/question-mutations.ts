/** What a recruiter does with prepared questions. Each change shows at once and is taken back when it fails. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { showToast } from '@/components/toast-queue';
import { api, type Schema } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import { inOrder, type Question } from './question-order';
import { inSession } from './session-queries';

type Change = (questions: Question[]) => Question[];

const inQuestion = (sessionId: string, questionId: string) => ({
  params: { path: { session_id: sessionId, question_id: questionId } },
});

interface Step {
  change: Change;
  send: () => Promise<unknown>;
}

/** Applies a change to the list on screen, sends it, and fetches the truth. */
function useOptimistic(sessionId: string) {
  const t = useText('call-screen');
  const queries = useQueryClient();
  const queryKey = keys.questions(sessionId);
  return useMutation({
    mutationFn: (step: Step) => step.send(),
    onMutate: async (step) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<Schema<'SessionQuestions'>>(
        queryKey,
        (old) => old && { ...old, questions: step.change(old.questions) },
      );
    },
    onError: () => showToast(t('questions.notSaved')),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  }).mutate;
}

const patch =
  (id: string, fields: Partial<Question>): Change =>
  (questions) =>
    questions.map((question) => (question.question_id === id ? { ...question, ...fields } : question));

export function useUnmarkAsked(sessionId: string) {
  const apply = useOptimistic(sessionId);
  return useCallback(
    (id: string) =>
      apply({
        change: patch(id, { is_asked: false, asked_at: null, asked_by: null }),
        send: () =>
          api.DELETE(
            '/api/sessions/{session_id}/questions/{question_id}/mark-asked/',
            inQuestion(sessionId, id),
          ),
      }),
    [apply, sessionId],
  );
}

export function useMarkAsked(sessionId: string) {
  const t = useText('call-screen');
  const apply = useOptimistic(sessionId);
  const unmark = useUnmarkAsked(sessionId);
  return (id: string) => {
    apply({
      change: patch(id, { is_asked: true, asked_at: new Date().toISOString() }),
      send: () =>
        api.POST('/api/sessions/{session_id}/questions/{question_id}/mark-asked/', {
          ...inQuestion(sessionId, id),
          body: {},
        }),
    });
    showToast(t('questions.marked'), { label: t('undo'), run: () => unmark(id) });
  };
}

export function useQuestionEdits(sessionId: string) {
  const apply = useOptimistic(sessionId);
  return {
    add: (text: string) =>
      apply({
        change: (questions) => questions,
        send: () =>
          api.POST('/api/sessions/{session_id}/questions/', {
            ...inSession(sessionId),
            body: { question_text: text, source: 'typed' },
          }),
      }),
    edit: (id: string, text: string) =>
      apply({
        change: patch(id, { question_text: text }),
        send: () =>
          api.PATCH('/api/sessions/{session_id}/questions/{question_id}/', {
            ...inQuestion(sessionId, id),
            body: { question_text: text },
          }),
      }),
    remove: (id: string) =>
      apply({
        change: (questions) => questions.filter((question) => question.question_id !== id),
        send: () =>
          api.DELETE('/api/sessions/{session_id}/questions/{question_id}/', inQuestion(sessionId, id)),
      }),
    reorder: (ids: string[]) =>
      apply({
        change: (questions) => inOrder(questions, ids),
        send: () =>
          api.PUT('/api/sessions/{session_id}/questions/order/', {
            ...inSession(sessionId),
            body: { question_ids: ids },
          }),
      }),
  };
}
