import { describe, expect, it } from 'vitest';
import {
  askedKey,
  currentQuestion,
  inOrder,
  shiftedOrder,
  splitQuestions,
  type Question,
} from './question-order';

const question = (id: string, askedAt: string | null = null): Question => ({
  question_id: id,
  question_text: id,
  asked_at: askedAt,
  asked_by: null,
  created_at: '2026-01-01T09:00:00Z',
  is_asked: askedAt !== null,
});

describe('currentQuestion', () => {
  const first = question('a', '2026-01-01T10:00:00Z');
  const second = question('b', '2026-01-01T10:05:00Z');
  it('is the one asked last', () => {
    expect(currentQuestion([second, first, question('c')], null)).toBe(second);
  });
  it('is none once it was put aside, until it is asked again', () => {
    expect(currentQuestion([first, second], askedKey(second))).toBeNull();
    const again = question('b', '2026-01-01T10:09:00Z');
    expect(currentQuestion([first, again], askedKey(second))).toBe(again);
  });
});

describe('shiftedOrder', () => {
  const questions = [question('a'), question('x', '2026-01-01T10:00:00Z'), question('b'), question('c')];
  it('moves among the open ones, past asked ones', () => {
    expect(shiftedOrder(questions, 'b', -1)).toEqual(['b', 'a', 'c', 'x']);
  });
  it('moves nothing at an end', () => {
    expect(shiftedOrder(questions, 'c', 1)).toBeNull();
  });
  it('gives an order that the list follows', () => {
    const ids = shiftedOrder(questions, 'c', -1) ?? [];
    const open = splitQuestions(inOrder(questions, ids)).open;
    expect(open.map((each) => each.question_id)).toEqual(['a', 'c', 'b']);
  });
});
