import { Video } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { JitsiFrame } from '@/components/call/jitsi-frame';
import type { LiveConnection } from '@/lib/live';
import { useText } from '@/lib/texts';
import { LinkButton } from './link-button';
import { LobbyBanner } from './lobby-banner';
import type { CallInfo } from './use-call-info';

interface Props {
  sessionId: string;
  connection: LiveConnection | null;
  room: NonNullable<CallInfo['jitsi']>;
  name: string;
}

/** The call on the organisation's Jitsi server. The lobby stays ours: a room's name is told to who was let in. */
export function JitsiCall({ sessionId, connection, room, name }: Props) {
  const t = useText('call');
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={t('stage')} className="flex min-h-0 flex-1 flex-col gap-2">
      <div className="relative min-h-40 flex-1">
        <LobbyBanner sessionId={sessionId} connection={connection} />
        {isOpen ? (
          <JitsiFrame room={room} name={name} failed={t('jitsi.failed', { domain: room.domain })} />
        ) : (
          <div className="flex size-full flex-col items-center justify-center gap-3 rounded-ui bg-surface-2 p-4">
            <p className="text-13 text-text-2">{t('jitsi.text', { domain: room.domain })}</p>
            <Button kind="primary" icon={<Video size={14} />} onPress={() => setOpen(true)}>
              {t('jitsi.open')}
            </Button>
          </div>
        )}
      </div>
      <div className="flex justify-end">
        <LinkButton sessionId={sessionId} />
      </div>
    </section>
  );
}
