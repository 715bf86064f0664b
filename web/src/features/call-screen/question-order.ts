/** Prepared questions: which is being talked about, which are left, and their order. */
import type { Schema } from '@/lib/api';

export type Question = Schema<'SessionQuestion'>;

/** The question asked last; notes that follow belong to it. Null when its author has put it aside. */
export function currentQuestion(questions: readonly Question[], putAside: string | null): Question | null {
  let latest: Question | null = null;
  for (const question of questions)
    if (question.asked_at && (!latest?.asked_at || question.asked_at > latest.asked_at)) latest = question;
  return latest && askedKey(latest) !== putAside ? latest : null;
}

/** Names one asking: a question that is asked again is current again. */
export function askedKey(question: Question): string {
  return `${question.question_id} ${question.asked_at ?? ''}`;
}

export function splitQuestions(questions: readonly Question[]): { open: Question[]; asked: Question[] } {
  return {
    open: questions.filter((question) => !question.is_asked),
    asked: questions
      .filter((question) => question.is_asked)
      .toSorted((a, b) => (a.asked_at ?? '').localeCompare(b.asked_at ?? '')),
  };
}

/** Ids of all questions after one of the open ones has moved a place up (-1) or down (1) among them. */
export function shiftedOrder(questions: readonly Question[], id: string, by: -1 | 1): string[] | null {
  const { open, asked } = splitQuestions(questions);
  const from = open.findIndex((question) => question.question_id === id);
  const moved = open[from];
  if (!moved || !open[from + by]) return null;
  const order = open.toSpliced(from, 1).toSpliced(from + by, 0, moved);
  return [...order, ...asked].map((question) => question.question_id);
}

/** The same questions in the order of the ids. */
export function inOrder(questions: readonly Question[], ids: readonly string[]): Question[] {
  return questions.toSorted((a, b) => ids.indexOf(a.question_id) - ids.indexOf(b.question_id));
}
