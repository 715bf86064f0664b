/**
 * The built-in call: one WebRTC connection to each other browser, signalling over the page's live socket.
 *
 * The newcomer makes the offer, so offers never cross. Every connection carries one audio and one video channel from
 * the start; muting, cameras and screens only replace what flows in them (`replaceTrack`), nothing is negotiated
 * again. After a lost socket everybody is a newcomer again. No React here; see use-call.ts.
 */
import type { LiveMessage } from '../live';
import type { LocalMedia } from './local-media';

export interface PeerInfo {
  member: number;
  name: string;
  guest: boolean;
  audio: boolean;
  video: boolean;
  screen: boolean;
}

export interface Peer extends PeerInfo {
  stream: MediaStream;
  connection: RTCPeerConnectionState;
}

export type CallState = 'out' | 'joining' | 'in' | 'full';

/** What the call needs of a live connection. */
export interface Signalling {
  readonly state: string;
  readonly member: number | null;
  send: (message: LiveMessage) => boolean;
  subscribe: (listener: () => void) => () => void;
  onMessage: (listener: (message: LiveMessage) => void) => () => void;
}

interface Link {
  info: PeerInfo;
  pc: RTCPeerConnection;
  stream: MediaStream;
  isInitiator: boolean;
  /** Candidates that came before the description they belong to. */
  early: RTCIceCandidateInit[];
}

interface Signal {
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
}

export class MeshCall {
  #signalling: Signalling;
  #media: LocalMedia;
  #iceServers: RTCIceServer[];
  #links = new Map<number, Link>();
  #state: CallState = 'out';
  #memberWhenJoined: number | null = null;
  #peers: readonly Peer[] = [];
  #listeners = new Set<() => void>();
  #unsubscribe: Array<() => void>;

  constructor(signalling: Signalling, media: LocalMedia, iceServers: RTCIceServer[]) {
    this.#signalling = signalling;
    this.#media = media;
    this.#iceServers = iceServers;
    this.#unsubscribe = [
      signalling.onMessage((message) => void this.#receive(message)),
      signalling.subscribe(this.#followSocket),
      media.subscribe(this.#followMedia),
    ];
  }

  get state(): CallState {
    return this.#state;
  }

  get peers(): readonly Peer[] {
    return this.#peers;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  join = (): void => {
    this.#state = 'joining';
    this.#memberWhenJoined = this.#signalling.member;
    this.#signalling.send({ type: 'call.join', ...this.#mediaState() });
    this.#notify();
  };

  leave = (): void => {
    if (this.#state === 'out') return;
    this.#signalling.send({ type: 'call.leave' });
    this.#state = 'out';
    this.#dropAll();
    this.#notify();
  };

  close(): void {
    this.leave();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #mediaState() {
    return {
      audio: this.#media.audio !== null,
      video: this.#media.video !== null,
      screen: this.#media.isSharing,
    };
  }

  /** A new socket has a new number: to the server and the others we are somebody new. */
  #followSocket = (): void => {
    const isNew = this.#signalling.state === 'open' && this.#signalling.member !== this.#memberWhenJoined;
    if (this.#state === 'out' || !isNew) return;
    this.#dropAll();
    this.join();
  };

  #followMedia = (): void => {
    if (this.#state === 'out') return;
    for (const link of this.#links.values()) this.#sendTracks(link);
    this.#signalling.send({ type: 'call.state', ...this.#mediaState() });
  };

  async #receive(message: LiveMessage): Promise<void> {
    if (this.#state === 'out') return;
    switch (message.type) {
      case 'call.room':
        this.#state = 'in';
        for (const info of message['peers'] as PeerInfo[]) await this.#invite(info);
        break;
      case 'call.full':
        this.#state = 'full';
        break;
      case 'call.peer_joined':
        this.#connect(message['peer'] as PeerInfo, false);
        break;
      case 'call.peer_state':
        this.#update(message['peer'] as PeerInfo);
        break;
      case 'call.peer_left':
        this.#drop(message['member'] as number);
        break;
      case 'call.signal':
        await this.#signal(message['from'] as number, message['data'] as Signal);
        break;
      default:
        return;
    }
    this.#notify();
  }

  #connect(info: PeerInfo, isInitiator: boolean): Link {
    this.#drop(info.member);
    const pc = new RTCPeerConnection({ iceServers: this.#iceServers });
    const link: Link = { info, pc, stream: new MediaStream(), isInitiator, early: [] };
    this.#links.set(info.member, link);
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) this.#say(info.member, { candidate: candidate.toJSON() });
    });
    pc.addEventListener('track', ({ track }) => {
      link.stream.addTrack(track);
      this.#notify();
    });
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'failed' && isInitiator) void this.#offer(link, true);
      this.#notify();
    });
    return link;
  }

  async #invite(info: PeerInfo): Promise<void> {
    const link = this.#connect(info, true);
    for (const kind of ['audio', 'video']) link.pc.addTransceiver(kind, { direction: 'sendrecv' });
    this.#sendTracks(link);
    await this.#offer(link, false);
  }

  async #offer(link: Link, iceRestart: boolean): Promise<void> {
    await link.pc.setLocalDescription(await link.pc.createOffer({ iceRestart }));
    this.#describeMyself(link);
  }

  async #signal(from: number, signal: Signal): Promise<void> {
    const link = this.#links.get(from);
    if (!link) return;
    if (signal.description) await this.#describe(link, signal.description);
    else if (signal.candidate && link.pc.remoteDescription) await link.pc.addIceCandidate(signal.candidate);
    else if (signal.candidate) link.early.push(signal.candidate);
  }

  async #describe(link: Link, description: RTCSessionDescriptionInit): Promise<void> {
    await link.pc.setRemoteDescription(description);
    for (const candidate of link.early.splice(0)) await link.pc.addIceCandidate(candidate);
    if (description.type !== 'offer') return;
    for (const transceiver of link.pc.getTransceivers()) transceiver.direction = 'sendrecv';
    this.#sendTracks(link);
    await link.pc.setLocalDescription(await link.pc.createAnswer());
    this.#describeMyself(link);
  }

  #describeMyself({ info, pc }: Link): void {
    if (pc.localDescription) this.#say(info.member, { description: pc.localDescription.toJSON() });
  }

  #sendTracks(link: Link): void {
    for (const { sender, receiver } of link.pc.getTransceivers()) {
      const track = receiver.track.kind === 'audio' ? this.#media.audio : this.#media.video;
      if (sender.track !== track) void sender.replaceTrack(track);
    }
  }

  #say(member: number, data: Signal): void {
    this.#signalling.send({ type: 'call.signal', to: member, data });
  }

  #update(info: PeerInfo): void {
    const link = this.#links.get(info.member);
    if (link) link.info = info;
  }

  #drop(member: number): void {
    this.#links.get(member)?.pc.close();
    this.#links.delete(member);
  }

  #dropAll(): void {
    for (const member of this.#links.keys()) this.#drop(member);
  }

  #notify(): void {
    this.#peers = [...this.#links.values()].map(({ info, stream, pc }) => ({
      ...info,
      stream,
      connection: pc.connectionState,
    }));
    for (const listener of this.#listeners) listener();
  }
}
