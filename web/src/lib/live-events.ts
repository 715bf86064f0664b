/** Which cached data an event of the server makes stale. */
import { keys } from './query-keys';

export interface LiveEvent {
  stream: string;
  seq: number;
  name: string;
  id: string;
  version: number;
}

export type QueryKey = readonly string[];

/** The stream of lists, when no session is asked for. */
const LISTS = 'lists';

const LIST_KEYS: Record<string, QueryKey[]> = {
  session: [keys.sessions],
  draft: [keys.drafts],
  candidate: [keys.candidates, keys.sessions],
  job: [keys.jobs, keys.sessions],
  cv: [keys.candidates],
  recap: [keys.sessions],
};

export function staleKeys(event: LiveEvent): QueryKey[] {
  if (event.stream === LISTS) return LIST_KEYS[event.name] ?? [];
  const id = event.stream;
  switch (event.name) {
    case 'note':
      return [keys.notes(id), keys.sessionDetail(id), keys.recap(id)];
    case 'question':
      return [keys.questions(id), keys.sessionDetail(id), keys.recap(id)];
    case 'suggestion':
      return [keys.suggestion(id), keys.questions(id)];
    case 'cv':
      return [keys.cv(id), keys.sessionDetail(id)];
    case 'recap':
      return [keys.recap(id)];
    case 'call':
      return [keys.call(id)];
    case 'session':
      return [keys.session(id)];
    default:
      return [];
  }
}
