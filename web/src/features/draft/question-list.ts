/** The prepared questions of a draft. Adding from one source never touches what came from another. */
import type { Schema } from '@/lib/api';
import { fold } from '@/lib/fold';
import { randomId } from '@/lib/uuid';

export type Question = Schema<'DraftQuestion'>;

/** Appends the texts that are not there yet, by wording without case and accents. */
export function addQuestions(
  list: readonly Question[],
  texts: readonly string[],
  source: Question['source'],
): Question[] {
  const known = new Set(list.map((question) => fold(question.text.trim())));
  const added: Question[] = [];
  for (const text of texts.map((each) => each.trim())) {
    if (!text || known.has(fold(text))) continue;
    known.add(fold(text));
    added.push({ key: randomId(), text, source });
  }
  return [...list, ...added];
}

/** A changed text; an empty one removes the question. */
export function editQuestion(list: readonly Question[], key: string, text: string): Question[] {
  if (!text.trim()) return removeQuestion(list, key);
  return list.map((question) => (question.key === key ? { ...question, text: text.trim() } : question));
}

export function removeQuestion(list: readonly Question[], key: string): Question[] {
  return list.filter((question) => question.key !== key);
}

/** Moves one question to stand before or after another. */
export function moveQuestion(
  list: readonly Question[],
  key: string,
  target: string,
  place: 'before' | 'after',
): Question[] {
  const moved = list.find((question) => question.key === key);
  if (!moved || key === target) return [...list];
  const rest = removeQuestion(list, key);
  const index = rest.findIndex((question) => question.key === target) + (place === 'after' ? 1 : 0);
  return rest.toSpliced(index, 0, moved);
}

/** One place up (-1) or down (1); at an end nothing moves. */
export function shiftQuestion(list: readonly Question[], key: string, by: -1 | 1): Question[] {
  const neighbour = list[list.findIndex((question) => question.key === key) + by];
  return neighbour ? moveQuestion(list, key, neighbour.key, by < 0 ? 'before' : 'after') : [...list];
}
