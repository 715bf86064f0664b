/** The one typed way to the server. A failed call throws a Problem; see problem.ts. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './api-types';
import { offlineProblem, readProblem } from './problem';

export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

const throwProblems: Middleware = {
  onResponse: async ({ response }) => {
    if (response.ok) return undefined;
    throw readProblem(response.status, await response.text(), response.headers.get('X-Request-Id'));
  },
  onError: ({ error }) =>
    error instanceof DOMException && error.name === 'AbortError' ? error : offlineProblem(),
};

export const api = createClient<paths>();
api.use(throwProblems);

/** The body of an answer that has one. */
export async function bodyOf<Body>(call: Promise<{ data?: Body }>): Promise<Body> {
  const { data } = await call;
  if (data === undefined) throw readProblem(500, '', null);
  return data;
}
