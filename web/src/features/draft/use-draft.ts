import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { DraftSaver, type Draft } from './draft-saver';

export function useStoredDraft(draftId: string) {
  return useQuery({
    queryKey: keys.draft(draftId),
    queryFn: () => bodyOf(api.GET('/api/drafts/{draft_id}/', { params: { path: { draft_id: draftId } } })),
    // Once open, the saver below holds the truth; refetching would only race with it. Forgotten when left.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export interface DraftEditor {
  draft: Draft;
  saver: DraftSaver;
}

/** The draft while it is being edited. Leaving the page saves what is still on its way. */
export function useDraftEditor(stored: Draft): DraftEditor {
  const queries = useQueryClient();
  const id = stored.draft_id;
  // One saver for as long as the page is open: its view is newer than any refetched copy.
  // oxlint-disable-next-line react/exhaustive-deps
  const saver = useMemo(() => createSaver(stored), [id]);
  const draft = useSyncExternalStore(saver.subscribe, () => saver.view);

  useEffect(() => {
    const saveNow = () => sendWhileClosing(saver);
    addEventListener('pagehide', saveNow);
    return () => {
      removeEventListener('pagehide', saveNow);
      void saver.flush().then(() => queries.invalidateQueries({ queryKey: keys.drafts, exact: true }));
    };
  }, [saver, queries]);

  return { draft, saver };
}

function createSaver(stored: Draft): DraftSaver {
  const params = { path: { draft_id: stored.draft_id } };
  return new DraftSaver(stored, {
    patch: (body) => bodyOf(api.PATCH('/api/drafts/{draft_id}/', { params, body })),
    reload: () => bodyOf(api.GET('/api/drafts/{draft_id}/', { params })),
  });
}

/** A request that outlives the page. */
function sendWhileClosing(saver: DraftSaver): void {
  const patch = saver.unsaved();
  if (!patch) return;
  void fetch(`/api/drafts/${saver.view.draft_id}/`, {
    method: 'PATCH',
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(patch),
  });
}
