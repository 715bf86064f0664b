import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { api } from './api';
import type { LiveState } from './live';
import { Outbox, type SendNote } from './outbox';
import { OutboxStore, type StoredNote } from './outbox-store';
import { keys } from './query-keys';

const sendNote: SendNote = async (note) => {
  await api.POST('/api/sessions/{session_id}/notes/', {
    params: { path: { session_id: note.sessionId } },
    headers: { 'Idempotency-Key': note.id },
    body: {
      note_text: note.text,
      question_id: note.questionId,
      written_at: note.writtenAt,
      ...(note.afterthought ? { afterthought: true } : {}),
    },
  });
};

let sharedStore: OutboxStore | undefined;
let shared: Outbox | undefined;

/** One store a page, also for the text in the note field. */
export function theOutboxStore(): OutboxStore {
  sharedStore ??= new OutboxStore();
  return sharedStore;
}

/** One outbox a page: notes of every interview wait in the same box. */
function theOutbox(): Outbox {
  shared ??= new Outbox(theOutboxStore(), sendNote);
  return shared;
}

const RETRY_MS = 5000;

export interface SessionOutbox {
  waiting: readonly StoredNote[];
  outbox: Outbox;
}

/** The notes of this interview that the server does not have yet; they are sent whenever `live` comes back. */
export function useOutbox(sessionId: string, live: LiveState): SessionOutbox {
  const outbox = theOutbox();
  const queries = useQueryClient();
  const notes = useSyncExternalStore(outbox.subscribe, () => outbox.notes);
  const waiting = useMemo(() => notes.filter((note) => note.sessionId === sessionId), [notes, sessionId]);
  const unsent = waiting.filter((note) => note.refused === null).length;

  useEffect(() => {
    if (live === 'open') void outbox.flush();
  }, [live, outbox]);

  useEffect(() => {
    addEventListener('online', outbox.flush);
    return () => removeEventListener('online', outbox.flush);
  }, [outbox]);

  useEffect(() => {
    if (unsent === 0) return undefined;
    const timer = setInterval(() => void outbox.flush(), RETRY_MS);
    return () => clearInterval(timer);
  }, [unsent, outbox]);

  // A note leaves the box when the server has it: show the stored one.
  useEffect(
    () => void queries.invalidateQueries({ queryKey: keys.notes(sessionId) }),
    [waiting.length, queries, sessionId],
  );

  return { waiting, outbox };
}
