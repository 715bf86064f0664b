import { ArrowLeft, Flag } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { formatElapsed } from '@/lib/format';
import { useText } from '@/lib/texts';
import { ConnectionMark } from './connection-mark';
import { EndDialog } from './end-dialog';
import { InterviewLanguage, InterviewLanguageChoice } from './interview-language';
import { PeopleHere } from './people-here';
import { useScreen } from './screen-context';
import type { LayoutKind } from './use-layout-kind';

const PreferencesMenu = lazy(() => import('@/features/account/preferences-menu'));

/** One line: who, for what, how long, who else is here, whether we are connected, and the end. */
export function ScreenHeader({ kind }: { kind: LayoutKind }) {
  const t = useText('call-screen');
  const { session, readOnly } = useScreen();
  const [isEnding, setEnding] = useState(false);
  const isPhone = kind === 'phone';
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface-1 pr-3 pl-2 max-sm:gap-2">
      <a
        href="/"
        aria-label={t('leave')}
        title={t('leave')}
        className="flex size-8 shrink-0 items-center justify-center rounded-ui text-text-2 hover:bg-surface-2 hover:text-text-1 max-sm:size-11"
      >
        <ArrowLeft size={16} aria-hidden />
      </a>
      <div className="flex min-w-0 items-baseline gap-2">
        <h1 className="min-w-0 shrink-0 truncate text-14 max-sm:shrink">{session.candidate.full_name}</h1>
        {!isPhone && <p className="min-w-0 truncate text-13 text-text-2">{session.job.title}</p>}
      </div>
      <Elapsed />
      <div className="ml-auto flex shrink-0 items-center gap-3 max-sm:gap-1">
        {!isPhone && <PeopleHere />}
        <ConnectionMark isPhone={isPhone} />
        {!isPhone && <InterviewLanguage />}
        <Suspense>
          <PreferencesMenu isCompact={isPhone}>
            {isPhone && !readOnly && <InterviewLanguageChoice />}
          </PreferencesMenu>
        </Suspense>
        {!readOnly &&
          (isPhone ? (
            <IconButton
              label={t('end.button')}
              icon={<Flag size={16} aria-hidden />}
              onPress={() => setEnding(true)}
            />
          ) : (
            <Button kind="danger" icon={<Flag size={14} aria-hidden />} onPress={() => setEnding(true)}>
              {t('end.button')}
            </Button>
          ))}
      </div>
      {isEnding && <EndDialog onClose={() => setEnding(false)} />}
    </header>
  );
}

/** Alone, so that only this is drawn anew each second. */
function Elapsed() {
  const t = useText('call-screen');
  const { session, readOnly } = useScreen();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (readOnly) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [readOnly]);
  if (!session.started_at) return null;
  const end = session.ended_at ? Date.parse(session.ended_at) : now;
  return (
    <>
      <span role="timer" aria-label={t('elapsed')} className="shrink-0 text-13 text-text-2 nums">
        {formatElapsed(end - Date.parse(session.started_at))}
      </span>
      {readOnly && <Badge>{t('ended')}</Badge>}
    </>
  );
}
