import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveConnection } from './live';
import { staleKeys } from './live-events';

class FakeSocket extends EventTarget {
  readyState = 1;
  sent: string[] = [];
  constructor(readonly url: string) {
    super();
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  say(message: object) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

function open() {
  const sockets: FakeSocket[] = [];
  const onEvent = vi.fn();
  const onResync = vi.fn();
  const live = new LiveConnection({
    session: 's1',
    onEvent,
    onResync,
    random: () => 1,
    connect: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  });
  const latest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  return { live, sockets, latest, onEvent, onResync };
}

describe('LiveConnection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reconnects with the last number it saw and then resyncs', () => {
    const { live, latest, onEvent, onResync } = open();
    latest().say({ type: 'ready', last: 4, complete: true, member: 9 });
    latest().say({ type: 'event', stream: 's1', seq: 5, name: 'note', id: 'n', version: 1 });
    expect(onEvent).toHaveBeenCalledOnce();
    expect(live.state).toBe('open');
    latest().close();
    expect(live.state).toBe('lost');
    vi.advanceTimersByTime(400);
    expect(latest().url).toBe('/api/live/?session=s1&last=5');
    onResync.mockClear();
    latest().say({ type: 'ready', last: 5, complete: true, member: 10 });
    expect(onResync).toHaveBeenCalledOnce();
    expect(live.member).toBe(10);
  });

  it('waits longer after each failure, up to a limit', () => {
    const { sockets, latest } = open();
    for (let attempt = 0; attempt < 8; attempt++) {
      latest().close();
      vi.advanceTimersByTime(10_000);
    }
    expect(sockets).toHaveLength(9);
    latest().close();
    vi.advanceTimersByTime(9_999);
    expect(sockets).toHaveLength(9);
  });

  it('does not wait when the network is back, and stays closed when closed', () => {
    const { live, sockets, latest } = open();
    latest().close();
    live.retryNow();
    expect(sockets).toHaveLength(2);
    live.close();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(2);
  });

  it('gives presence to its readers and other messages to listeners', () => {
    const { live, latest } = open();
    const heard = vi.fn();
    live.onMessage(heard);
    latest().say({ type: 'presence', people: [{ key: 'k', name: 'Ada' }] });
    latest().say({ type: 'offer', from: 3 });
    expect(live.people).toEqual([{ key: 'k', name: 'Ada' }]);
    expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'offer', from: 3 });
  });
});

describe('staleKeys', () => {
  it('makes the notes of its own session stale', () => {
    const event = { stream: 's1', seq: 1, name: 'note', id: 'n', version: 1 };
    expect(staleKeys(event)).toContainEqual(['session', 's1', 'notes']);
  });

  it('maps the stream of lists to the lists', () => {
    expect(staleKeys({ stream: 'lists', seq: 1, name: 'session', id: 'x', version: 1 })).toEqual([
      ['sessions'],
    ]);
    expect(staleKeys({ stream: 'lists', seq: 1, name: 'unknown', id: 'x', version: 1 })).toEqual([]);
  });
});
