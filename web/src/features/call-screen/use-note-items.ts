import { useEffect, useMemo, useRef, useState } from 'react';
import type { StoredNote } from '@/lib/outbox-store';
import { keepDeparted, toItems, type Note, type NoteItem } from './note-items';
import { useScreen } from './screen-context';
import { useNotes } from './session-queries';

const NONE: Note[] = [];

/** Every note of the interview, those on their way included; null while the first list is fetched. */
export function useNoteItems(): {
  items: NoteItem[] | null;
  notes: Note[];
  error: Error | null;
  retry: () => void;
} {
  const { sessionId, outbox } = useScreen();
  const { data, error, refetch } = useNotes(sessionId);
  const notes = data ?? NONE;
  const shown = useRef<StoredNote[]>([]);
  const [unsent, setUnsent] = useState<StoredNote[]>([]);

  useEffect(() => {
    shown.current = keepDeparted(shown.current, outbox.waiting, notes);
    setUnsent(shown.current);
  }, [outbox.waiting, notes]);

  const items = useMemo(() => (data ? toItems(data, unsent) : null), [data, unsent]);
  return { items, notes, error, retry: () => void refetch() };
}
