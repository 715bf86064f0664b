import { describe, expect, it } from 'vitest';
import { addQuestions, editQuestion, moveQuestion, removeQuestion, shiftQuestion } from './question-list';

const texts = (list: Array<{ text: string }>) => list.map(({ text }) => text);
const typed = addQuestions([], ['One?', 'Two?', 'Three?'], 'typed');
const [one, two, three] = typed.map(({ key }) => key) as [string, string, string];

describe('the prepared questions', () => {
  it('keep what other sources brought, in order, and take no question twice', () => {
    const both = addQuestions(typed, ['  two? ', 'From a file?', 'From a file?', ''], 'file');
    expect(texts(both)).toEqual(['One?', 'Two?', 'Three?', 'From a file?']);
    expect(both.map(({ source }) => source)).toEqual(['typed', 'typed', 'typed', 'file']);
  });

  it('move before and after each other', () => {
    expect(texts(moveQuestion(typed, three, one, 'before'))).toEqual(['Three?', 'One?', 'Two?']);
    expect(texts(moveQuestion(typed, one, two, 'after'))).toEqual(['Two?', 'One?', 'Three?']);
    expect(texts(moveQuestion(typed, one, one, 'after'))).toEqual(texts(typed));
  });

  it('shift by one and stop at the ends', () => {
    expect(texts(shiftQuestion(typed, one, 1))).toEqual(['Two?', 'One?', 'Three?']);
    expect(texts(shiftQuestion(typed, one, -1))).toEqual(texts(typed));
    expect(texts(shiftQuestion(typed, three, 1))).toEqual(texts(typed));
  });

  it('go away when their text is emptied', () => {
    expect(texts(editQuestion(typed, two, ' Second? '))).toEqual(['One?', 'Second?', 'Three?']);
    expect(texts(editQuestion(typed, two, ' '))).toEqual(['One?', 'Three?']);
    expect(texts(removeQuestion(typed, one))).toEqual(['Two?', 'Three?']);
  });
});
