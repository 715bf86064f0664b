import { useCallback, useState } from 'react';

export function useDrawer() {
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => setOpen(true), []);
  const close = useCallback(() => setOpen(false), []);
  const toggle = useCallback(() => setOpen((was) => !was), []);
  return { isOpen, open, close, toggle };
}
