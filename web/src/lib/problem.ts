/** What went wrong with a request, in a shape that a screen can explain. Never shown as raw JSON. */
export type ProblemKind =
  | 'offline'
  | 'invalid'
  | 'denied'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported'
  | 'unreadable'
  | 'busy'
  | 'server';

const KIND_OF_STATUS: Record<number, ProblemKind> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  413: 'too-large',
  415: 'unsupported',
  422: 'unreadable',
  429: 'busy',
  503: 'busy',
};

export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly requestId: string | null;
  /** Messages by field, from a validation answer. */
  readonly fields: Record<string, string>;

  constructor(
    status: number,
    message: string,
    requestId: string | null,
    fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.kind = status === 0 ? 'offline' : (KIND_OF_STATUS[status] ?? 'server');
    this.requestId = requestId;
    this.fields = fields;
  }

  /** Worth trying again by itself: nothing about the request was wrong. */
  get isTemporary(): boolean {
    return this.kind === 'offline' || this.kind === 'busy' || this.kind === 'server';
  }
}

export function offlineProblem(): Problem {
  return new Problem(0, '', null);
}

/** Reads the three error shapes of the API: {"detail"}, {"error"} and {"field": ["message"]}. */
export function readProblem(status: number, body: string, requestId: string | null): Problem {
  const parsed = parseObject(body);
  const sentence = firstText(parsed['detail']) ?? firstText(parsed['error']);
  if (sentence !== null) return new Problem(status, sentence, requestId);
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    const text = firstText(value);
    if (text !== null) fields[name] = text;
  }
  return new Problem(status, Object.values(fields)[0] ?? '', requestId, fields);
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(-1, error instanceof Error ? error.message : String(error), null);
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function firstText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : null;
}
