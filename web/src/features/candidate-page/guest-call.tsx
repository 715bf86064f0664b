import { useEffect } from 'react';
import { CallControls, MediaProblems } from '@/components/call/call-controls';
import { CallGrid } from '@/components/call/call-grid';
import { JitsiFrame } from '@/components/call/jitsi-frame';
import type { LocalMedia } from '@/lib/call/local-media';
import { useMeshCall } from '@/lib/call/use-call';
import type { LiveConnection, LiveState } from '@/lib/live';
import { useText } from '@/lib/texts';
import type { GuestCall as Guest } from './use-guest';

interface Props {
  guest: Guest;
  media: LocalMedia;
  connection: LiveConnection | null;
  liveState: LiveState;
  onLeave: () => void;
}

/** The conversation as the candidate sees it: the others, oneself, and nothing of the interviewer's side. */
export function GuestCall({ guest, media, connection, liveState, onLeave }: Props) {
  const t = useText('candidate-page');
  const call = useMeshCall(guest.jitsi ? null : connection, media, guest.ice_servers);
  const { state, join } = call;

  useEffect(() => {
    if (connection && liveState === 'open' && state === 'out') join();
  }, [connection, liveState, state, join]);

  const note =
    liveState === 'lost'
      ? t('lost')
      : state === 'full'
        ? t('full')
        : call.peers.length === 0
          ? t('waiting')
          : '';
  return (
    <main className="flex h-dvh flex-col gap-2 bg-surface-0 p-2">
      <h1 className="sr-only">{t('call')}</h1>
      <div className="min-h-0 flex-1">
        {guest.jitsi ? (
          <JitsiFrame
            room={{ ...guest.jitsi, jwt: guest.jitsi.jwt ?? null }}
            name={guest.name}
            failed={t('jitsiFailed')}
          />
        ) : (
          <CallGrid media={media} peers={call.peers} />
        )}
      </div>
      <MediaProblems media={media} />
      {!guest.jitsi && (
        <div className="flex items-center justify-between gap-2">
          <CallControls media={media} onLeave={onLeave} />
          <p role="status" className="text-12 text-text-2">
            {note}
          </p>
        </div>
      )}
    </main>
  );
}
