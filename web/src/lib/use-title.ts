import { useEffect } from 'react';

const PRODUCT = 'Interview Copilot';

/** Names the page for the browser's tab, its history and screen readers. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${PRODUCT}` : PRODUCT;
  }, [title]);
}
