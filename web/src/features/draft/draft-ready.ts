import type { Draft } from './draft-saver';

/** An interview needs somebody to talk to and a position to talk about; all else is optional. */
export function isReady(draft: Draft): boolean {
  return Boolean(draft.candidate?.full_name.trim()) && draft.job !== null;
}
