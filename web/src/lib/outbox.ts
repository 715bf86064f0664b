/**
 * Notes on their way to the server. A note is stored first, then sent in the order of writing, again and again
 * until the server has it; the id goes along as Idempotency-Key, so a note whose answer was lost is not doubled.
 * Only one tab sends at a time (Web Locks). A note that the server refuses stays, with the reason, until its
 * author copies it, adds it as an afterthought or discards it.
 */
import type { OutboxStore, StoredNote } from './outbox-store';
import { asProblem } from './problem';
import { randomId } from './uuid';

export type SendNote = (note: StoredNote) => Promise<void>;

export interface NewNote {
  sessionId: string;
  text: string;
  questionId: string | null;
}

/** What Web Locks do, narrow enough to be replaced in tests. */
export type Exclusively = (name: string, work: () => Promise<void>) => Promise<void>;

const LOCK = 'outbox';
const CHANNEL = 'outbox';

const withWebLock: Exclusively = async (name, work) => {
  await navigator.locks.request(name, work);
};

export class Outbox {
  #store: OutboxStore;
  #send: SendNote;
  #exclusively: Exclusively;
  #channel = new BroadcastChannel(CHANNEL);
  #listeners = new Set<() => void>();
  #notes: readonly StoredNote[] = [];
  #lastOrder = 0;
  #flushing: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(store: OutboxStore, send: SendNote, exclusively: Exclusively = withWebLock) {
    this.#store = store;
    this.#send = send;
    this.#exclusively = exclusively;
    this.#channel.onmessage = () => void this.#reload();
    void this.#reload();
  }

  /** Everything that waits, oldest first; the same array until something changes. */
  get notes(): readonly StoredNote[] {
    return this.#notes;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves once the note is safe on this computer; sending goes on by itself. */
  async add(note: NewNote): Promise<StoredNote> {
    const stored: StoredNote = {
      ...note,
      id: randomId(),
      writtenAt: new Date().toISOString(),
      afterthought: false,
      refused: null,
    };
    this.#lastOrder = Math.max(Date.now(), this.#lastOrder + 1);
    await this.#store.put(stored, this.#lastOrder);
    await this.#changed();
    void this.flush();
    return stored;
  }

  /** Sends what can be sent. Safe to call at any time and from several tabs. */
  flush = (): Promise<void> => {
    if (this.#flushing) this.#again = true;
    else {
      this.#flushing = this.#exclusively(LOCK, () => this.#sendAll()).finally(() => {
        this.#flushing = null;
        if (!this.#again) return;
        this.#again = false;
        void this.flush();
      });
    }
    return this.#flushing ?? Promise.resolve();
  };

  async discard(id: string): Promise<void> {
    await this.#store.remove(id);
    await this.#changed();
  }

  /** A refused note once more, as a thought after the end; a new id, as the old one was answered. */
  async sendAsAfterthought(id: string): Promise<void> {
    const note = (await this.#store.list()).find((waiting) => waiting.id === id);
    if (!note) return;
    await this.#store.put({ ...note, id: randomId(), afterthought: true, refused: null }, note.order);
    await this.discard(id);
    await this.flush();
  }

  /** Sends no more; what waits stays for the next page. */
  close(): void {
    this.#closed = true;
    this.#channel.close();
  }

  async #sendAll(): Promise<void> {
    for (const note of await this.#store.list()) {
      if (this.#closed) return;
      if (note.refused !== null) continue;
      try {
        await this.#send(note);
        await this.#store.remove(note.id);
      } catch (error) {
        const problem = asProblem(error);
        if (problem.isTemporary) break; // later ones wait too: order is kept
        await this.#store.put({ ...note, refused: problem.message || problem.kind }, note.order);
      }
      await this.#changed();
    }
  }

  async #changed(): Promise<void> {
    if (!this.#closed) this.#channel.postMessage(null);
    await this.#reload();
  }

  async #reload(): Promise<void> {
    this.#notes = await this.#store.list();
    for (const listener of this.#listeners) listener();
  }
}
