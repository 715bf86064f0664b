import { Mic, Video } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/button';
import { DeviceControls, MediaProblems } from '@/components/call/call-controls';
import { VideoTile } from '@/components/call/video-tile';
import type { LocalMedia } from '@/lib/call/local-media';
import { useLevel } from '@/lib/call/use-call';
import { useText } from '@/lib/texts';

function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const t = useText('media');
  const level = useLevel(track);
  const bars = 12;
  return (
    <div
      role="meter"
      aria-label={t('level')}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={Number(level.toFixed(2))}
      className="flex h-4 items-end gap-0.5"
    >
      {Array.from({ length: bars }, (_, bar) => (
        <span key={bar} className={bar / bars < level ? 'h-full w-1 bg-risk-low' : 'h-1/2 w-1 bg-line'} />
      ))}
    </div>
  );
}

/** Camera preview, microphone meter and the choice of devices. Nothing is asked for before a button is pressed. */
export function DeviceCheck({ media }: { media: LocalMedia }) {
  const t = useText('candidate-page');
  const own = useText('media');
  const { camera, audio } = media;
  const stream = useMemo(() => (camera ? new MediaStream([camera]) : null), [camera]);
  const isOff = !camera && !audio;

  const start = async (withCamera: boolean) => {
    await media.set('microphone', true);
    if (withCamera) await media.set('camera', true);
  };

  return (
    <section aria-label={t('devices')} className="flex flex-col gap-2">
      <VideoTile
        name={own('preview')}
        stream={stream}
        hasVideo={camera !== null}
        hasAudio={audio !== null}
        isOwn
        className="aspect-video w-full"
      />
      <MediaProblems media={media} />
      {isOff ? (
        <div className="flex flex-wrap gap-2">
          <Button icon={<Video size={14} />} onPress={() => void start(true)}>
            {t('start')}
          </Button>
          <Button kind="quiet" icon={<Mic size={14} />} onPress={() => void start(false)}>
            {t('startAudio')}
          </Button>
        </div>
      ) : (
        <div className="flex items-center gap-1">
          <DeviceControls media={media} />
          <span className="ml-2">
            <LevelMeter track={audio} />
          </span>
        </div>
      )}
      <p className="text-12 text-text-3">{t('audioOnly')}</p>
    </section>
  );
}
