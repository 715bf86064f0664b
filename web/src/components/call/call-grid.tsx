import './texts';
import { useMemo } from 'react';
import { classes } from '@/components/classes';
import type { LocalMedia } from '@/lib/call/local-media';
import type { Peer } from '@/lib/call/mesh-call';
import { useText } from '@/lib/texts';
import { VideoTile } from './video-tile';

const COLUMNS = ['', 'grid-cols-1', 'grid-cols-1 sm:grid-cols-2', 'grid-cols-2'];

function useOwnStream(media: LocalMedia): MediaStream | null {
  const { video } = media;
  return useMemo(() => (video ? new MediaStream([video]) : null), [video]);
}

/** The others large, oneself small in the corner; alone, oneself large. */
export function CallGrid({ media, peers }: { media: LocalMedia; peers: readonly Peer[] }) {
  const t = useText('media');
  const own = useOwnStream(media);
  const ownTile = (className: string) => (
    <VideoTile
      name={t('you')}
      stream={own}
      hasVideo={media.video !== null}
      hasAudio={media.audio !== null}
      isOwn
      isScreen={media.isSharing}
      className={className}
    />
  );
  if (peers.length === 0) return ownTile('size-full');
  return (
    <div className="relative size-full">
      <div className={classes('grid size-full auto-rows-fr gap-2', COLUMNS[peers.length])}>
        {peers.map((peer) => (
          <VideoTile
            key={peer.member}
            name={peer.name || t('candidate')}
            stream={peer.stream}
            hasVideo={peer.video}
            hasAudio={peer.audio}
            isScreen={peer.screen}
            notice={noticeOf(peer, t)}
          />
        ))}
      </div>
      {ownTile('absolute! right-3 bottom-3 aspect-video w-40 max-sm:w-28 ring-1 ring-[rgb(255_255_255/0.3)]')}
    </div>
  );
}

function noticeOf(peer: Peer, t: (key: string) => string): string | undefined {
  if (peer.connection === 'connected') return undefined;
  return peer.connection === 'new' || peer.connection === 'connecting' ? t('connecting') : t('reconnecting');
}
