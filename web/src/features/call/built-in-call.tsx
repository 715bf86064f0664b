import { Mic, Video } from 'lucide-react';
import { Button } from '@/components/button';
import { CallControls, MediaProblems } from '@/components/call/call-controls';
import { CallGrid } from '@/components/call/call-grid';
import { classes } from '@/components/classes';
import { useLocalMedia, useMeshCall } from '@/lib/call/use-call';
import type { LiveConnection } from '@/lib/live';
import { useText } from '@/lib/texts';
import { LinkButton } from './link-button';
import { LobbyBanner } from './lobby-banner';
import type { CallInfo } from './use-call-info';

interface Props {
  sessionId: string;
  connection: LiveConnection | null;
  info: CallInfo;
}

/** The call from browser to browser: the picture and, under it, the bar. */
export function BuiltInCall({ sessionId, connection, info }: Props) {
  const t = useText('call');
  const media = useLocalMedia();
  const call = useMeshCall(connection, media, info.ice_servers);

  const join = async (withCamera: boolean) => {
    await media.set('microphone', true);
    if (withCamera) await media.set('camera', true);
    call.join();
  };
  const leave = () => {
    call.leave();
    media.stop();
  };

  const isIn = call.state === 'in' || call.state === 'joining';
  return (
    <section aria-label={t('stage')} className="flex min-h-0 flex-1 flex-col gap-2">
      <div className={classes('relative flex-1', isIn ? 'min-h-40' : 'min-h-fit')}>
        <LobbyBanner sessionId={sessionId} connection={connection} />
        {isIn ? (
          <CallGrid media={media} peers={call.peers} />
        ) : (
          <div className="flex size-full flex-col items-center justify-center gap-1 rounded-ui bg-surface-2 p-4 text-center">
            <p className="text-14 font-strong">{call.state === 'full' ? t('full') : t('notJoined')}</p>
            <p className="text-13 text-text-2">{t('notJoinedText')}</p>
            <div className="mt-3 flex flex-wrap justify-center gap-2">
              <Button kind="primary" icon={<Video size={14} />} onPress={() => void join(true)}>
                {t('join')}
              </Button>
              <Button icon={<Mic size={14} />} onPress={() => void join(false)}>
                {t('joinAudio')}
              </Button>
            </div>
          </div>
        )}
      </div>
      <MediaProblems media={media} />
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        {isIn ? <CallControls media={media} onLeave={leave} /> : <span />}
        {isIn && call.peers.length === 0 && (
          <p className="min-w-0 flex-1 truncate text-12 text-text-3">{t('waitingForCandidate')}</p>
        )}
        <LinkButton sessionId={sessionId} />
      </div>
    </section>
  );
}
