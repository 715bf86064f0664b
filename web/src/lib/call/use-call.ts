import { useEffect, useState, useSyncExternalStore } from 'react';
import type { LiveConnection } from '../live';
import { LocalMedia } from './local-media';
import { MeshCall, type CallState, type Peer } from './mesh-call';

const nothing = () => () => undefined;
const NOBODY: readonly Peer[] = [];

/** This page's devices; they are switched off when it closes. */
export function useLocalMedia(): LocalMedia {
  const [media] = useState(() => new LocalMedia());
  useSyncExternalStore(media.subscribe, () => media.version);
  useEffect(() => () => media.stop(), [media]);
  return media;
}

export interface Call {
  state: CallState;
  peers: readonly Peer[];
  join: () => void;
  leave: () => void;
}

/** The built-in call over a live connection; `out` until there is one. */
export function useMeshCall(
  connection: LiveConnection | null,
  media: LocalMedia,
  iceServers: RTCIceServer[],
): Call {
  const [call, setCall] = useState<MeshCall | null>(null);
  const servers = JSON.stringify(iceServers);

  useEffect(() => {
    if (!connection) return undefined;
    const made = new MeshCall(connection, media, JSON.parse(servers) as RTCIceServer[]);
    setCall(made);
    return () => made.close();
  }, [connection, media, servers]);

  const subscribe = call?.subscribe ?? nothing;
  const state = useSyncExternalStore(subscribe, () => call?.state ?? 'out');
  const peers = useSyncExternalStore(subscribe, () => call?.peers ?? NOBODY);
  return { state, peers, join: call?.join ?? (() => undefined), leave: call?.leave ?? (() => undefined) };
}

/** The devices of a kind, kept up to date when one is plugged in. `enabled` again once permission was given. */
export function useDevices(kind: 'microphone' | 'camera', enabled: boolean): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const read = () => void LocalMedia.list(kind).then(setDevices);
    read();
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', read);
  }, [kind, enabled]);
  return devices;
}

/** Loudness of a track, 0 to 1, some 15 times a second; for a meter that shows that the microphone hears. */
export function useLevel(track: MediaStreamTrack | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    setLevel(0);
    if (!track) return undefined;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      setLevel(Math.min(1, Math.sqrt(power) * 4));
    }, 66);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [track]);
  return level;
}
