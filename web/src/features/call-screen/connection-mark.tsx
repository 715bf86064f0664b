import { CloudOff, LoaderCircle, Wifi } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';

/** Reconnecting for less than this is not worth anybody's attention. */
const CALM_MS = 1200;

/** Whether others see what happens here: a shape and a word. */
export function ConnectionMark({ isPhone }: { isPhone: boolean }) {
  const t = useText('call-screen');
  const { live, outbox } = useScreen();
  const unsent = outbox.waiting.filter((note) => note.refused === null).length;
  const isLost = useLasting(live.state !== 'open', CALM_MS);
  const isWaiting = useLasting(unsent > 0, CALM_MS);
  if (isLost || isWaiting)
    return (
      <Mark
        icon={<CloudOff size={14} aria-hidden className="text-risk-mid" />}
        text={lostText()}
        iconOnly={false}
      />
    );
  return live.state === 'open' ? (
    <Mark icon={<Wifi size={14} aria-hidden />} text={t('connection.open')} iconOnly={isPhone} />
  ) : (
    <Mark
      icon={<LoaderCircle size={14} aria-hidden />}
      text={t('connection.connecting')}
      iconOnly={isPhone}
    />
  );

  function lostText(): string {
    if (isPhone) return t('connection.short', { count: unsent });
    return unsent > 0 ? t('connection.lostWithNotes', { count: unsent }) : t('connection.lost');
  }
}

function Mark({ icon, text, iconOnly }: { icon: React.ReactNode; text: string; iconOnly: boolean }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-12 whitespace-nowrap text-text-2">
      {icon}
      <span className={iconOnly ? 'sr-only' : 'max-lg:sr-only'}>{text}</span>
    </span>
  );
}

/** True once the condition has held for a while. */
function useLasting(condition: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!condition) {
      setLasts(false);
      return undefined;
    }
    const timer = setTimeout(() => setLasts(true), milliseconds);
    return () => clearTimeout(timer);
  }, [condition, milliseconds]);
  return lasts;
}
