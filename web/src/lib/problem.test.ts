import { describe, expect, it } from 'vitest';
import { asProblem, offlineProblem, readProblem } from './problem';

describe('readProblem', () => {
  it('takes the sentence of a refusal and the request id', () => {
    const problem = readProblem(409, '{"detail":"The interview has ended"}', 'r-7');
    expect(problem).toMatchObject({ kind: 'conflict', message: 'The interview has ended', requestId: 'r-7' });
  });

  it('keeps validation messages by field', () => {
    const problem = readProblem(400, '{"full_name":["This field is required."]}', null);
    expect(problem.kind).toBe('invalid');
    expect(problem.fields).toEqual({ full_name: 'This field is required.' });
  });

  it('shows no markup when the answer is not JSON', () => {
    expect(readProblem(502, '<html>Bad gateway</html>', null)).toMatchObject({ kind: 'server', message: '' });
  });

  it('knows what is worth trying again', () => {
    expect(offlineProblem().isTemporary).toBe(true);
    expect(readProblem(503, '', null).isTemporary).toBe(true);
    expect(readProblem(422, '', null).isTemporary).toBe(false);
    expect(asProblem(new TypeError('x')).kind).toBe('server');
  });
});
