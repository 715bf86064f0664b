import type { ReactNode } from 'react';
import { classes } from './classes';

/** A key of the keyboard. */
export function Kbd({ children, inverse = false }: { children: ReactNode; inverse?: boolean }) {
  return (
    <kbd
      className={classes(
        'inline-flex h-4 min-w-4 items-center justify-center rounded-ui border px-1 font-sans text-12',
        inverse ? 'border-current opacity-80' : 'border-line bg-surface-0 text-text-3',
      )}
    >
      {children}
    </kbd>
  );
}
