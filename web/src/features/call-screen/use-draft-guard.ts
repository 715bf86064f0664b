import { useEffect } from 'react';
import type { NoteDraft } from './note-draft';

/** Asks before the page goes away with a note that was not saved. */
export function useDraftGuard(draft: NoteDraft): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (draft.text.trim()) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [draft]);
}
