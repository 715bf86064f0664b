/**
 * Saves a draft on every change without getting in the way: changes are shown at once, gathered for a moment and
 * sent one request at a time, each with the version it was based on. When somebody else saved meanwhile (409), the
 * fields touched here are put on top of theirs. When the server cannot be reached, the changes wait and are tried
 * again.
 */
import type { Schema } from '@/lib/api';
import { asProblem, type Problem } from '@/lib/problem';

export type Draft = Schema<'Draft'>;
export type DraftPatch = Omit<Schema<'DraftPatch'>, 'version'>;
export type SaveState = 'saved' | 'saving' | 'waiting';

export interface DraftServer {
  patch: (patch: Schema<'DraftPatch'>) => Promise<Draft>;
  reload: () => Promise<Draft>;
}

const GATHER_MS = 400;
const RETRY_MS = 3000;

export class DraftSaver {
  #server: DraftServer;
  #stored: Draft;
  /** What the screen shows until the server has said it. */
  #shown: Partial<Draft> = {};
  #pending: DraftPatch = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #problem: Problem | null = null;
  #listeners = new Set<() => void>();
  #view: Draft;

  constructor(stored: Draft, server: DraftServer) {
    this.#stored = stored;
    this.#view = stored;
    this.#server = server;
  }

  /** The draft as the screen should show it; the same object until something changes. */
  get view(): Draft {
    return this.#view;
  }

  get state(): SaveState {
    if (this.#problem) return 'waiting';
    return this.#running || this.#hasPending() ? 'saving' : 'saved';
  }

  /** Why the last attempt failed; null when it did not. */
  get problem(): Problem | null {
    return this.#problem;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `shown` is for fields whose shape in the draft differs from the patch (the job and its id). */
  change = (patch: DraftPatch, shown: Partial<Draft> = {}): void => {
    this.#pending = { ...this.#pending, ...patch };
    const { job_description_id: _id, ...same } = patch;
    this.#shown = { ...this.#shown, ...same, ...shown };
    this.#update();
    this.#schedule(GATHER_MS);
  };

  /** Sends what waits. Resolves when nothing waits any more, or the attempt failed (see `problem`). */
  flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
      this.#update();
      if (this.#problem?.isTemporary) this.#schedule(RETRY_MS);
    });
    return this.#running;
  };

  /** For requests that change the draft in their own way (the CV): saved first, then the answer is the draft. */
  async exchange(request: () => Promise<Draft>): Promise<Draft> {
    await this.flush();
    this.#stored = await request();
    this.#update();
    return this.#stored;
  }

  /** What a closing page must still send; null when all is saved. */
  unsaved(): Schema<'DraftPatch'> | null {
    return this.#hasPending() ? { ...this.#pending, version: this.#stored.version } : null;
  }

  async #sendAll(): Promise<void> {
    this.#problem = null;
    while (this.#hasPending()) {
      const sent = this.#pending;
      const shown = this.#shown;
      this.#pending = {};
      this.#update();
      try {
        this.#stored = await this.#send(sent);
        if (!this.#hasPending() && this.#shown === shown) this.#shown = {};
      } catch (error) {
        this.#pending = { ...sent, ...this.#pending };
        this.#problem = asProblem(error);
        return;
      }
    }
  }

  async #send(patch: DraftPatch): Promise<Draft> {
    try {
      return await this.#server.patch({ ...patch, version: this.#stored.version });
    } catch (error) {
      if (asProblem(error).kind !== 'conflict') throw error;
      this.#stored = await this.#server.reload();
      return this.#server.patch({ ...patch, version: this.#stored.version });
    }
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #hasPending(): boolean {
    return Object.keys(this.#pending).length > 0;
  }

  #update(): void {
    this.#view = { ...this.#stored, ...this.#shown };
    for (const listener of this.#listeners) listener();
  }
}
