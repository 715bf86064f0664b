/**
 * Pages by address. A page is loaded when it is first visited. The interview itself (`/interviews/$sessionId`) and
 * the candidate's page (`/join`) are entered by a full load, because only their documents may use the camera:
 * link to them with a plain <a href>.
 */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { RowState } from '@/features/interview/interview-rows';
import { SessionsPage } from '@/features/interview/sessions-page';
import { BareRoot, CrashPage, NotFoundPage, Shell } from './shell';

const STATES: readonly RowState[] = ['draft', 'live', 'completed'];

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: BareRoot,
  notFoundComponent: NotFoundPage,
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const sessions = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: SessionsPage,
  validateSearch: (search: Record<string, unknown>): { q?: string; state?: RowState } => ({
    q: typeof search['q'] === 'string' && search['q'] !== '' ? search['q'] : undefined,
    state: STATES.find((state) => state === search['state']),
  }),
});

const draft = createRoute({
  getParentRoute: () => shell,
  path: '/new/$draftId',
  component: lazyRouteComponent(() => import('@/features/draft/draft-page'), 'DraftPage'),
  validateSearch: (search: Record<string, unknown>): { step?: number } => {
    const step = Number(search['step']);
    return { step: step >= 1 && step <= 4 ? Math.floor(step) : undefined };
  },
});

const recap = createRoute({
  getParentRoute: () => shell,
  path: '/interviews/$sessionId/recap',
  component: lazyRouteComponent(() => import('@/features/recap/recap-page'), 'RecapPage'),
});

const call = createRoute({
  getParentRoute: () => root,
  path: '/interviews/$sessionId',
  component: lazyRouteComponent(() => import('@/features/call-screen/call-screen-page'), 'CallScreenPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('@/features/candidate-page/candidate-page'), 'CandidatePage'),
});

const routeTree = root.addChildren([shell.addChildren([sessions, draft, recap]), call, join]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    trailingSlash: 'preserve',
    defaultErrorComponent: CrashPage,
    scrollRestoration: true,
  });
}
