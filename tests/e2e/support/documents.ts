/** Documents that the tests upload; everybody in them is invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './server.ts';

export const fixture = (name: string): string => join(ROOT, 'tests', 'fixtures', name);

export const SAMPLE_CV = join(ROOT, 'sample', 'cv.pdf');
export const SAMPLE_QUESTIONS = join(ROOT, 'sample', 'questions.txt');
export const SAMPLE_JOB = readFileSync(join(ROOT, 'sample', 'job-description.txt'), 'utf8');
export const CANDIDATE = 'Giulia Ferrante';
export const JOB_TITLE = SAMPLE_JOB.split('\n')[0] ?? '';
