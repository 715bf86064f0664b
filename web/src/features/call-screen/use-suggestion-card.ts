/** The suggestion on the card: asked for after notes, changed rarely, decided by the recruiter. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf } from '@/lib/api';
import { needsName, useMe } from '@/lib/identity';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import type { NoteDraft } from './note-draft';
import { inSession, useNotes, useOfferedSuggestion, type Suggestion } from './session-queries';
import { useUnmarkAsked } from './question-mutations';
import { waitBeforeChange } from './suggestion-pace';
import { useDescribeProblem } from './use-describe-problem';

export type Decision = 'accept' | 'later' | 'dismiss';

export interface SuggestionCardState {
  shown: Suggestion | null;
  isLoading: boolean;
  isAsking: boolean;
  isRephrasing: boolean;
  error: Error | null;
  /** What became of the last one, while the card is empty. */
  decided: Decision | null;
  suggestNow: () => void;
  /** Shows this one at once: somebody asked for it. */
  putOn: (suggestion: Suggestion) => void;
  rephrase: () => void;
  decide: (decision: Decision) => void;
}

interface Options {
  sessionId: string;
  draft: NoteDraft;
  readOnly: boolean;
}

export function useSuggestionCard({ sessionId, draft, readOnly }: Options): SuggestionCardState {
  const { shown, isLoading, error, changedAt, changeNow } = useCalmSuggestion(sessionId, draft);
  const offer = useOffer(sessionId);
  const t = useText('call-screen');
  const describe = useDescribeProblem();
  const [decided, setDecided] = useState<Decision | null>(null);
  const ask = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/api/sessions/{session_id}/next-question/', { ...inSession(sessionId), body: {} })),
    onSuccess: ({ suggestion }) => offer(suggestion),
  });
  const { mutate: askNext, isPending: isAsking } = ask;
  const askQuietly = useCallback(() => askNext(), [askNext]);

  // A suggestion belongs to whom it was made for: not to somebody who is still to say their name.
  const me = useMe().data;
  const enabled = !readOnly && !isLoading && me !== undefined && !needsName(me);
  useAskAfterNotes({ sessionId, draft, changedAt, shown, ask: askQuietly, enabled });

  const suggestNow = () => {
    changeNow();
    // Without one on the card, the card says it itself.
    askNext(undefined, { onError: (error) => shown && showToast(describe(error, t('card.failed'))) });
  };
  const putOn = (suggestion: Suggestion) => {
    changeNow();
    void offer(suggestion);
  };
  const rephrase = useRephrase(sessionId, shown, offer);
  const decide = useDecide(sessionId, shown, (decision) => {
    setDecided(decision);
    if (decision === 'dismiss') suggestNow();
  });

  return {
    shown,
    isLoading,
    isAsking,
    isRephrasing: rephrase.isPending,
    error: ask.error ?? error,
    decided,
    suggestNow,
    putOn,
    rephrase: () => rephrase.mutate(),
    decide,
  };
}

/** Puts a suggestion where the card reads it; an answer under way may know only the one before. */
function useOffer(sessionId: string) {
  const queries = useQueryClient();
  return useCallback(
    async (suggestion: Suggestion | null) => {
      await queries.cancelQueries({ queryKey: keys.suggestion(sessionId) });
      queries.setQueryData(keys.suggestion(sessionId), { suggestion });
    },
    [queries, sessionId],
  );
}

/** The offered suggestion, but changed no faster than a person can follow. */
function useCalmSuggestion(sessionId: string, draft: NoteDraft) {
  const { data: offered, error } = useOfferedSuggestion(sessionId);
  const [shown, setShown] = useState<Suggestion | null>(null);
  const changedAt = useRef(0);
  const mayChangeNow = useRef(false);

  useEffect(() => {
    if (offered === undefined || offered === shown) return undefined;
    const replace = () => {
      if (offered && offered.suggestion_id !== shown?.suggestion_id) {
        changedAt.current = Date.now();
        mayChangeNow.current = false;
      }
      setShown(offered);
    };
    if (!offered || !shown || mayChangeNow.current || offered.suggestion_id === shown.suggestion_id) {
      replace();
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const attempt = () => {
      const wait = waitBeforeChange({ changedAt: changedAt.current, typedAt: draft.typedAt }, Date.now());
      if (wait === 0) replace();
      else timer = setTimeout(attempt, wait);
    };
    attempt();
    return () => clearTimeout(timer);
  }, [offered, shown, draft]);

  const changeNow = useCallback(() => {
    mayChangeNow.current = true;
  }, []);
  return { shown, isLoading: offered === undefined && !error, error, changedAt, changeNow };
}

interface AskOptions {
  sessionId: string;
  draft: NoteDraft;
  changedAt: React.RefObject<number>;
  shown: Suggestion | null;
  ask: () => void;
  enabled: boolean;
}

/** Asks for the next one when there is a note that the card does not know of, and once for an empty card. */
function useAskAfterNotes({ sessionId, draft, changedAt, shown, ask, enabled }: AskOptions) {
  const notes = useNotes(sessionId).data;
  const askedFor = useRef<string | null>(null);
  const lastNote = notes && (notes.at(-1)?.created_at ?? '');
  const isKnown = lastNote === undefined || (shown !== null && shown.created_at >= lastNote);

  useEffect(() => {
    if (!enabled || isKnown || askedFor.current === lastNote) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const attempt = () => {
      const wait = waitBeforeChange({ changedAt: changedAt.current, typedAt: draft.typedAt }, Date.now());
      if (wait > 0) timer = setTimeout(attempt, wait);
      else {
        askedFor.current = lastNote;
        ask();
      }
    };
    attempt();
    return () => clearTimeout(timer);
  }, [enabled, isKnown, lastNote, ask, draft, changedAt]);
}

function useRephrase(
  sessionId: string,
  shown: Suggestion | null,
  offer: (suggestion: Suggestion | null) => Promise<void>,
) {
  const t = useText('call-screen');
  const describe = useDescribeProblem();
  return useMutation({
    mutationFn: async () => {
      if (!shown) return null;
      const path = { session_id: sessionId, suggestion_id: shown.suggestion_id };
      return bodyOf(
        api.POST('/api/sessions/{session_id}/suggestions/{suggestion_id}/rephrase/', {
          params: { path },
          body: {},
        }),
      );
    },
    onSuccess: (suggestion) => {
      if (suggestion && suggestion.text === shown?.text) showToast(t('card.noSimpler'));
      if (suggestion) void offer(suggestion);
    },
    onError: (error) => showToast(describe(error, t('card.notRephrased'))),
  });
}

function useDecide(sessionId: string, shown: Suggestion | null, onDecided: (decision: Decision) => void) {
  const t = useText('call-screen');
  const queries = useQueryClient();
  const unmark = useUnmarkAsked(sessionId);
  const { mutate } = useMutation({
    mutationFn: ({ suggestion, decision }: { suggestion: Suggestion; decision: Decision }) =>
      bodyOf(
        api.POST('/api/sessions/{session_id}/suggestions/{suggestion_id}/', {
          params: { path: { session_id: sessionId, suggestion_id: suggestion.suggestion_id } },
          body: { action: decision },
        }),
      ),
    // At once: the next key press must not decide the same suggestion again.
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: keys.suggestion(sessionId) });
      queries.setQueryData(keys.suggestion(sessionId), { suggestion: null });
    },
    onSuccess: ({ question }, { decision }) => {
      void queries.invalidateQueries({ queryKey: keys.questions(sessionId) });
      onDecided(decision);
      if (decision === 'accept' && question)
        showToast(t('card.accepted'), { label: t('undo'), run: () => unmark(question.question_id) });
    },
    onError: () => {
      showToast(t('card.notDecided'));
      void queries.invalidateQueries({ queryKey: keys.suggestion(sessionId) });
    },
  });
  return useCallback(
    (decision: Decision) => shown && mutate({ suggestion: shown, decision }),
    [mutate, shown],
  );
}
