import './app.css';
import '@/components/texts';
import './texts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asProblem } from '@/lib/problem';
import { applyTheme, savedTheme } from '@/lib/preferences';
import { currentLanguage } from '@/lib/texts';
import { createAppRouter } from './router';

applyTheme(savedTheme());
document.documentElement.lang = currentLanguage();

const queries = new QueryClient({
  defaultOptions: {
    // The server may be this computer, which can be reached without a network: a request that fails says so, and
    // none waits in secret for the network to come back.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      // Events say when data is stale; the clock need not.
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && asProblem(error).isTemporary,
      retryDelay: (failures) => 300 * 2 ** failures,
    },
  },
});

const router = createAppRouter(queries);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
