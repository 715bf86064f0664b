import { useEffect } from 'react';
import { theOutboxStore } from '@/lib/use-outbox';
import type { NoteDraft } from './note-draft';

/** A pause in typing after which the text is put on the disk: a crash costs at most this much of it. */
const PAUSE_MS = 250;

/** Brings back what stood in the note field when the page went away, and keeps what stands there now. */
export function useKeptDraft(sessionId: string, draft: NoteDraft): void {
  useEffect(() => {
    const store = theOutboxStore();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isRead = false; // before that, an empty field means nothing
    const keep = () => {
      clearTimeout(timer);
      if (isRead) void store.keepField(sessionId, draft.text);
    };
    const keepSoon = () => {
      clearTimeout(timer);
      // Saved text goes at once, so that it does not come back as if it had not been.
      timer = setTimeout(keep, draft.text ? PAUSE_MS : 0);
    };
    void store.field(sessionId).then((text) => {
      isRead = true;
      if (text) draft.putBack(text);
    });
    const unsubscribe = draft.subscribe(keepSoon);
    addEventListener('pagehide', keep);
    return () => {
      unsubscribe();
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [sessionId, draft]);
}
