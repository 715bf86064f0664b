/**
 * One WebSocket of a page: numbered events, presence and messages of the call.
 *
 * It reconnects for as long as it is open, says the last sequence number it saw, and tells its owner when
 * everything may be stale (`onResync`). It knows nothing of React or the query cache; see use-live.ts.
 */
import type { LiveEvent } from './live-events';

export type LiveState = 'connecting' | 'open' | 'lost';

export interface Person {
  key: string;
  name: string;
}

/** Any message of the call: an object with a type. */
export interface LiveMessage {
  type: string;
  [member: string]: unknown;
}

export interface LiveOptions {
  /** Interview id; absent for the stream of lists. */
  session?: string;
  path?: string;
  onEvent: (event: LiveEvent) => void;
  /** A connection was made, the first or another: what was fetched before it may be stale. */
  onResync: () => void;
  /** Replaced in tests. */
  connect?: (url: string) => WebSocket;
  random?: () => number;
}

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 10_000;

type MessageListener = (message: LiveMessage) => void;

export class LiveConnection {
  #options: LiveOptions;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #last = -1;
  #closed = false;
  #state: LiveState = 'connecting';
  #people: readonly Person[] = [];
  #member: number | null = null;
  #stateListeners = new Set<() => void>();
  #messageListeners = new Set<MessageListener>();

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#open();
  }

  get state(): LiveState {
    return this.#state;
  }

  get people(): readonly Person[] {
    return this.#people;
  }

  /** This socket's number on the server; null until the first `ready`. */
  get member(): number | null {
    return this.#member;
  }

  /** State, people or member changed. Returns the unsubscribe function, as does onMessage. */
  subscribe = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  onMessage = (listener: MessageListener): (() => void) => {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  };

  /** False when there is no connection; nothing is queued, as a call must not act on old messages. */
  send = (message: LiveMessage): boolean => {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  };

  /** The network is back: do not wait for the timer. */
  retryNow = (): void => {
    if (this.#socket || this.#closed) return;
    clearTimeout(this.#timer);
    this.#open();
  };

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open(): void {
    const socket = (this.#options.connect ?? ((url) => new WebSocket(url)))(this.#url());
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
    socket.addEventListener('close', () => this.#reconnect(socket));
  }

  #url(): string {
    const query = new URLSearchParams();
    if (this.#options.session) query.set('session', this.#options.session);
    if (this.#last >= 0) query.set('last', String(this.#last));
    return `${this.#options.path ?? '/api/live/'}?${query}`;
  }

  #reconnect(socket: WebSocket): void {
    if (this.#socket !== socket || this.#closed) return;
    this.#socket = null;
    this.#people = [];
    this.#setState('lost');
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempts++);
    const delay = ceiling * (0.5 + (this.#options.random ?? Math.random)() / 2);
    this.#timer = setTimeout(() => this.#open(), delay);
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as LiveMessage;
    if (message.type === 'event') this.#receiveEvent(message as unknown as LiveEvent);
    else if (message.type === 'ready') this.#receiveReady(message);
    else if (message.type === 'presence') {
      this.#people = message['people'] as Person[];
      this.#notify();
    } else for (const listener of this.#messageListeners) listener(message);
  }

  #receiveEvent(event: LiveEvent): void {
    this.#last = Math.max(this.#last, event.seq);
    this.#options.onEvent(event);
  }

  #receiveReady(message: LiveMessage): void {
    this.#last = Math.max(this.#last, Number(message['last'] ?? -1));
    this.#member = Number(message['member'] ?? 0);
    this.#attempts = 0;
    // The first time too: data may have been fetched before the socket was listening.
    this.#options.onResync();
    this.#setState('open');
  }

  #setState(state: LiveState): void {
    this.#state = state;
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#stateListeners) listener();
  }
}
