import './texts';
import { MicOff, UserRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classes } from '@/components/classes';
import { useText } from '@/lib/texts';

interface Props {
  name: string;
  stream: MediaStream | null;
  hasVideo: boolean;
  hasAudio: boolean;
  /** One's own picture: silent, and mirrored unless it is a screen. */
  isOwn?: boolean;
  isScreen?: boolean;
  /** A line over the picture, such as "Connecting …". */
  notice?: string;
  className?: string;
}

/** One person of the call. The picture keeps its place when the camera is off. */
export function VideoTile({ name, stream, hasVideo, hasAudio, isOwn, isScreen, notice, className }: Props) {
  const t = useText('media');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);

  return (
    <figure
      className={classes(
        'relative isolate overflow-hidden rounded-ui bg-[#1d1c1b] text-[#f2f0ec]',
        className,
      )}
    >
      {/* A live picture has no caption file; live captions are the transcript's business. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        autoPlay
        playsInline
        muted={isOwn}
        aria-label={name}
        className={classes(
          'absolute inset-0 size-full',
          isScreen ? 'object-contain' : 'object-cover',
          isOwn && !isScreen && '-scale-x-100',
          !hasVideo && 'invisible',
        )}
      />
      {!hasVideo && (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 text-[#c9c5be]">
          <UserRound size={36} strokeWidth={1.5} aria-hidden />
          <span className="text-12">{t('cameraOff')}</span>
        </div>
      )}
      {notice && (
        <p role="status" className="absolute inset-x-0 top-0 bg-[rgb(18_17_16/0.72)] px-3 py-1.5 text-12">
          {notice}
        </p>
      )}
      <figcaption className="absolute bottom-2 left-2 flex max-w-[calc(100%-16px)] items-center gap-1.5 rounded-ui bg-[rgb(18_17_16/0.72)] px-2 py-0.5 text-12">
        {!hasAudio && <MicOff size={12} aria-label={t('muted')} />}
        <span className="truncate">{name}</span>
      </figcaption>
    </figure>
  );
}
