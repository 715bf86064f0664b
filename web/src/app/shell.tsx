import { Link, Outlet } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { EmptyState } from '@/components/empty-state';
import { buttonClasses } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { Toasts } from '@/components/toasts';
import { needsName, useMe } from '@/lib/identity';
import { useLanguage, useText } from '@/lib/texts';
import { useTitle } from '@/lib/use-title';
import { StatusBanner } from './status-banner';

// Neither is needed to read the first page; both bring overlays and menus with them.
const NameDialog = lazy(() => import('@/features/account/name-dialog'));
const PreferencesMenu = lazy(() => import('@/features/account/preferences-menu'));

/** What every page has, the call and the candidate's page included. */
export function BareRoot() {
  const language = useLanguage();
  return (
    <I18nProvider locale={language === 'it' ? 'it-IT' : 'en-GB'}>
      <Outlet />
      <Toasts />
    </I18nProvider>
  );
}

/** The frame of the pages that are not a call: header, banner, content. */
export function Shell() {
  const t = useText('app');
  const me = useMe();
  return (
    <div className="flex min-h-full flex-col">
      <a
        href="#content"
        className={buttonClasses('primary', 'absolute top-2 left-2 z-30 -translate-y-16 focus:translate-y-0')}
      >
        {t('skip')}
      </a>
      <header className="sticky top-0 z-10 flex h-12 shrink-0 items-center justify-between border-b border-line bg-surface-1 px-4 print:hidden">
        <Link to="/" className="flex items-center gap-2 rounded-ui text-14 font-strong">
          <Logo />
          Interview Copilot
        </Link>
        <Suspense>
          <PreferencesMenu />
        </Suspense>
      </header>
      <StatusBanner />
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <Outlet />
      </main>
      <Suspense>{needsName(me.data) && <NameDialog />}</Suspense>
    </div>
  );
}

function Logo() {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden
      className="size-5 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M3 5h14M3 10h9M3 15h5" />
      <circle cx="15" cy="14" r="2.5" fill="currentColor" stroke="none" />
    </svg>
  );
}

export function NotFoundPage() {
  const t = useText('app');
  useTitle(t('notFound.title'));
  return (
    <main>
      <EmptyState
        isPage
        title={t('notFound.title')}
        icon={<Compass size={24} aria-hidden />}
        actions={
          <Link to="/" className={buttonClasses('primary')}>
            {t('notFound.back')}
          </Link>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  );
}

/** The last net: a page that failed while drawing. */
export function CrashPage({ error }: { error: unknown }) {
  const t = useText('app');
  return (
    <main className="mx-auto max-w-160 p-6">
      <ErrorState error={error} kept={t('crash.kept')} onRetry={() => location.reload()} />
    </main>
  );
}
