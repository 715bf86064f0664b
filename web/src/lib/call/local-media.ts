/**
 * This browser's microphone, camera and screen.
 *
 * Switching the camera or the microphone off ends its track, so that the device's own light goes out; switching it on
 * asks for it again. Whoever sends the tracks listens with `subscribe` and reads `audio` and `video`. No React here.
 */
export type MediaProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown';
export type MediaDevice = 'microphone' | 'camera';

const KIND = { microphone: 'audioinput', camera: 'videoinput' } as const;

function problemOf(error: unknown): MediaProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unknown';
}

export class LocalMedia {
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #chosen: Record<MediaDevice, string | null> = { microphone: null, camera: null };
  #problems: Record<MediaDevice, MediaProblem | null> = { microphone: null, camera: null };
  #listeners = new Set<() => void>();
  #version = 0;

  get audio(): MediaStreamTrack | null {
    return this.#microphone;
  }

  /** What the others see: the shared screen takes the camera's place. */
  get video(): MediaStreamTrack | null {
    return this.#screen ?? this.#camera;
  }

  get camera(): MediaStreamTrack | null {
    return this.#camera;
  }

  get isSharing(): boolean {
    return this.#screen !== null;
  }

  problem(device: MediaDevice): MediaProblem | null {
    return this.#problems[device];
  }

  chosen(device: MediaDevice): string | null {
    return this.#chosen[device];
  }

  /** Grows with every change: a snapshot for React. */
  get version(): number {
    return this.#version;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Switches a device on or off. A failure is kept as its problem; the other device is not touched. */
  async set(device: MediaDevice, on: boolean): Promise<void> {
    if (!on) this.#replace(device, null);
    else await this.#open(device);
    this.#notify();
  }

  async choose(device: MediaDevice, deviceId: string): Promise<void> {
    this.#chosen[device] = deviceId;
    await this.set(device, true);
  }

  /** Asks which screen to share. False when the person thought better of it. */
  async share(): Promise<boolean> {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
      this.#screen = stream.getVideoTracks()[0] ?? null;
      this.#screen?.addEventListener('ended', this.stopSharing);
    } catch {
      return false;
    }
    this.#notify();
    return this.#screen !== null;
  }

  stopSharing = (): void => {
    this.#screen?.stop();
    this.#screen = null;
    this.#notify();
  };

  /** Everything off. */
  stop(): void {
    this.#replace('microphone', null);
    this.#replace('camera', null);
    this.stopSharing();
  }

  /** The devices there are; their names are known only once one was allowed. */
  static async list(device: MediaDevice): Promise<MediaDeviceInfo[]> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.filter((info) => info.kind === KIND[device] && info.deviceId !== '');
  }

  async #open(device: MediaDevice): Promise<void> {
    if (!navigator.mediaDevices) {
      this.#problems[device] = 'insecure';
      return;
    }
    const id = this.#chosen[device];
    const wanted: MediaTrackConstraints = id ? { deviceId: { exact: id } } : {};
    try {
      const stream = await navigator.mediaDevices.getUserMedia(
        device === 'microphone' ? { audio: wanted } : { video: { ...wanted, width: { ideal: 1280 } } },
      );
      this.#replace(device, stream.getTracks()[0] ?? null);
      this.#problems[device] = null;
    } catch (error) {
      this.#problems[device] = problemOf(error);
    }
  }

  #replace(device: MediaDevice, track: MediaStreamTrack | null): void {
    const earlier = device === 'microphone' ? this.#microphone : this.#camera;
    earlier?.stop();
    // A device that is pulled out ends its track by itself.
    track?.addEventListener('ended', () => void this.set(device, false));
    if (device === 'microphone') this.#microphone = track;
    else this.#camera = track;
  }

  #notify(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
