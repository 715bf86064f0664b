import { useCallback } from 'react';
import { askedKey, currentQuestion, type Question } from './question-order';
import { useScreen } from './screen-context';
import { useQuestions } from './session-queries';

/** The question that is being talked about; notes link to it until it is put aside or another is asked. */
export function useNow(): { question: Question | null; putAside: () => void } {
  const { sessionId, asidedAsking, putAsideAsking } = useScreen();
  const questions = useQuestions(sessionId).data ?? [];
  const question = currentQuestion(questions, asidedAsking);
  const putAside = useCallback(() => {
    if (question) putAsideAsking(askedKey(question));
  }, [question, putAsideAsking]);
  return { question, putAside };
}
