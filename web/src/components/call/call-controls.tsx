import './texts';
import { Mic, MicOff, MonitorUp, MonitorX, PhoneOff, Settings2, Video, VideoOff } from 'lucide-react';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuChoice } from '@/components/menu';
import type { LocalMedia, MediaDevice } from '@/lib/call/local-media';
import { useDevices } from '@/lib/call/use-call';
import { useText } from '@/lib/texts';

const OFF = 'text-risk-high!';

function DeviceChoice({ media, device }: { media: LocalMedia; device: MediaDevice }) {
  const t = useText('media');
  const isOn = device === 'camera' ? media.camera !== null : media.audio !== null;
  const devices = useDevices(device, isOn);
  const first = devices[0];
  if (!first) return null;
  const current = (device === 'camera' ? media.camera : media.audio)?.getSettings().deviceId;
  return (
    <MenuChoice
      title={t(device)}
      choices={devices.map((info, index) => ({
        value: info.deviceId,
        label: info.label || `${t(device)} ${index + 1}`,
      }))}
      value={media.chosen(device) ?? current ?? first.deviceId}
      onChange={(id) => void media.choose(device, id)}
    />
  );
}

/** Microphone, camera and their choice. */
export function DeviceControls({ media }: { media: LocalMedia }) {
  const t = useText('media');
  const hasAudio = media.audio !== null;
  const hasVideo = media.camera !== null;
  return (
    <>
      <IconButton
        label={hasAudio ? t('microphoneOff') : t('microphoneOn')}
        icon={hasAudio ? <Mic size={16} /> : <MicOff size={16} />}
        className={hasAudio ? undefined : OFF}
        onPress={() => void media.set('microphone', !hasAudio)}
      />
      <IconButton
        label={hasVideo ? t('cameraOffAction') : t('cameraOnAction')}
        icon={hasVideo ? <Video size={16} /> : <VideoOff size={16} />}
        className={hasVideo ? undefined : OFF}
        onPress={() => void media.set('camera', !hasVideo)}
      />
      <Menu label={t('devices')} trigger={<IconButton label={t('devices')} icon={<Settings2 size={16} />} />}>
        <DeviceChoice media={media} device="microphone" />
        <DeviceChoice media={media} device="camera" />
      </Menu>
    </>
  );
}

/** Everything one does in a call but talk. */
export function CallControls({ media, onLeave }: { media: LocalMedia; onLeave: () => void }) {
  const t = useText('media');
  const canShare = 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  return (
    <div className="flex items-center gap-1">
      <DeviceControls media={media} />
      {canShare && (
        <IconButton
          label={media.isSharing ? t('stopSharing') : t('share')}
          icon={media.isSharing ? <MonitorX size={16} /> : <MonitorUp size={16} />}
          className={media.isSharing ? 'text-accent!' : undefined}
          onPress={() => (media.isSharing ? media.stopSharing() : void media.share())}
        />
      )}
      <IconButton label={t('leave')} icon={<PhoneOff size={16} />} className={OFF} onPress={onLeave} />
    </div>
  );
}

/** What keeps a device from working, in words; nothing when all is well. */
export function MediaProblems({ media }: { media: LocalMedia }) {
  const t = useText('media');
  const devices: MediaDevice[] = ['microphone', 'camera'];
  const lines = devices.flatMap((device) => {
    const problem = media.problem(device);
    const name = problem === 'missing' ? `deviceName.${device}` : `device.${device}`;
    return problem ? [t(`problem.${problem}`, { device: t(name) })] : [];
  });
  if (lines.length === 0) return null;
  return (
    <ul role="alert" className="flex flex-col gap-1 text-13 text-risk-mid">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
