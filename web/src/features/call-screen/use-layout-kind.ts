import { useSyncExternalStore } from 'react';

/** Three panels; two and a drawer; one at a time. The widths are the panels' minimum widths added up. */
export type LayoutKind = 'wide' | 'drawer' | 'phone';

const WIDE = '(min-width: 1096px)';
const DRAWER = '(min-width: 816px)';

function subscribe(listener: () => void): () => void {
  const queries = [matchMedia(WIDE), matchMedia(DRAWER)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

function current(): LayoutKind {
  if (matchMedia(WIDE).matches) return 'wide';
  return matchMedia(DRAWER).matches ? 'drawer' : 'phone';
}

export function useLayoutKind(): LayoutKind {
  return useSyncExternalStore(subscribe, current);
}
