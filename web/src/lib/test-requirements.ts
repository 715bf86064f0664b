/** Made-up requirements for tests. */
import type { Mention, Requirement } from './requirements';

export const requirement = (change: Partial<Requirement> = {}): Requirement => ({
  id: 'r1',
  text: 'Solid knowledge of PostgreSQL',
  must: (change.weight ?? 'must') === 'must',
  weight: 'must',
  kind: 'skill',
  state: 'untouched',
  why: 'Nobody has spoken of it yet.',
  cv_evidence: [],
  interview_evidence: [],
  ...change,
});

export const mention = (type: Mention['type'], id: string): Mention => ({
  type,
  id,
  text: 'what was said',
  stance: 'open',
});
