import { Flag } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { buttonClasses } from '@/components/button';
import { classes } from '@/components/classes';
import { EmptyState } from '@/components/empty-state';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';

/**
 * Where a layout shows the call. Under the original CV it floats in a corner, so that the person stays in sight.
 * The call itself lives in call-host.tsx and only moves in here.
 */
export function StageSlot() {
  const { readOnly, originalIsOpen } = useScreen();
  if (readOnly) return <Ended />;
  return (
    <div
      className={classes(
        'min-h-0 flex-col',
        originalIsOpen
          ? 'overlay absolute right-6 bottom-4 z-20 hidden h-60 w-96 overflow-hidden sm:has-[video]:flex'
          : 'flex flex-1 p-3 max-sm:p-2',
      )}
    >
      <Stage />
    </div>
  );
}

function Stage() {
  const { stage } = useScreen();
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    slot.current?.append(stage);
    // A browser pauses what is moved.
    for (const media of stage.querySelectorAll('video, audio'))
      if (media instanceof HTMLMediaElement && media.srcObject) media.play().catch(() => undefined);
  }, [stage]);
  return <div ref={slot} className="flex min-h-0 flex-1 flex-col" />;
}

function Ended() {
  const t = useText('call-screen');
  const { sessionId } = useScreen();
  return (
    <div className="flex flex-1 flex-col justify-center">
      <EmptyState
        title={t('endedTitle')}
        icon={<Flag size={24} aria-hidden />}
        actions={
          <a href={`/interviews/${sessionId}/recap`} className={buttonClasses('primary')}>
            {t('openRecap')}
          </a>
        }
      >
        {t('endedText')}
      </EmptyState>
    </div>
  );
}
