/** Names of everything in the query cache. A prefix stands for all that begins with it. */
export const keys = {
  me: ['me'] as const,
  status: ['status'] as const,
  sessions: ['sessions'] as const,
  drafts: ['drafts'] as const,
  draft: (id: string) => ['drafts', id] as const,
  candidates: ['candidates'] as const,
  jobs: ['jobs'] as const,
  session: (id: string) => ['session', id] as const,
  sessionDetail: (id: string) => ['session', id, 'detail'] as const,
  cv: (id: string) => ['session', id, 'cv'] as const,
  notes: (id: string) => ['session', id, 'notes'] as const,
  questions: (id: string) => ['session', id, 'questions'] as const,
  suggestion: (id: string) => ['session', id, 'suggestion'] as const,
  recap: (id: string) => ['session', id, 'recap'] as const,
  call: (id: string) => ['session', id, 'call'] as const,
};
