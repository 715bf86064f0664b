import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offlineProblem, Problem } from '@/lib/problem';
import { DraftSaver, type Draft, type DraftServer } from './draft-saver';

const EMPTY: Draft = {
  draft_id: 'd',
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  step: 1,
  is_sample: false,
  candidate: null,
  job: null,
  language: 'en',
  cv: null,
  questions: [],
  duplicates: [],
};

/** A server that keeps one draft and refuses a stale version, as the real one does. */
function fakeServer() {
  const state = { draft: EMPTY, online: true, requests: 0 };
  const server: DraftServer = {
    patch: async ({ version, job_description_id: _id, ...fields }) => {
      state.requests++;
      if (!state.online) throw offlineProblem();
      if (version !== state.draft.version) throw new Problem(409, 'changed elsewhere', null);
      state.draft = { ...state.draft, ...fields, version: state.draft.version + 1 };
      return state.draft;
    },
    reload: async () => state.draft,
  };
  return { state, server };
}

describe('DraftSaver', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows a change at once and sends several as one', async () => {
    const { state, server } = fakeServer();
    const saver = new DraftSaver(EMPTY, server);
    saver.change({ step: 2 });
    saver.change({ language: 'it' });
    expect(saver.view).toMatchObject({ step: 2, language: 'it' });
    expect(saver.state).toBe('saving');
    await vi.runAllTimersAsync();
    expect(state).toMatchObject({ requests: 1, draft: { step: 2, language: 'it' } });
    expect(saver.state).toBe('saved');
  });

  it('puts its own fields on top of what somebody else saved', async () => {
    const { state, server } = fakeServer();
    const saver = new DraftSaver(EMPTY, server);
    state.draft = { ...EMPTY, version: 5, language: 'it' };
    saver.change({ step: 3 });
    await saver.flush();
    expect(state.draft).toMatchObject({ step: 3, language: 'it', version: 6 });
    expect(saver.view).toEqual(state.draft);
  });

  it('keeps changes while the server is away and saves them when it is back', async () => {
    const { state, server } = fakeServer();
    const saver = new DraftSaver(EMPTY, server);
    state.online = false;
    saver.change({ step: 2 });
    await saver.flush();
    expect(saver.state).toBe('waiting');
    expect(saver.unsaved()).toEqual({ step: 2, version: 1 });
    state.online = true;
    await vi.advanceTimersByTimeAsync(3000);
    expect(saver.state).toBe('saved');
    expect(state.draft.step).toBe(2);
  });

  it('saves a change that was made while another was on its way', async () => {
    const { state, server } = fakeServer();
    const saver = new DraftSaver(EMPTY, server);
    saver.change({ step: 2 });
    const first = saver.flush();
    saver.change({ step: 3 });
    await first;
    await vi.runAllTimersAsync();
    expect(state.draft.step).toBe(3);
    expect(saver.view.step).toBe(3);
  });

  it('saves before a request that changes the draft in its own way', async () => {
    const { state, server } = fakeServer();
    const saver = new DraftSaver(EMPTY, server);
    saver.change({ step: 2 });
    await saver.exchange(async () => {
      state.draft = { ...state.draft, version: state.draft.version + 1, language: 'it' };
      return state.draft;
    });
    expect(saver.view).toMatchObject({ step: 2, language: 'it', version: 3 });
  });
});
