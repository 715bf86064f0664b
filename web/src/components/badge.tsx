import type { ReactNode } from 'react';
import { classes } from './classes';

export type BadgeTone = 'neutral' | 'accent' | 'low' | 'mid' | 'high';

const TONE: Record<BadgeTone, string> = {
  neutral: 'bg-surface-2 text-text-2',
  accent: 'bg-accent-soft text-accent',
  low: 'bg-surface-2 text-risk-low',
  mid: 'bg-surface-2 text-risk-mid',
  high: 'bg-surface-2 text-risk-high',
};

export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={classes(
        'inline-flex h-5 items-center gap-1 rounded-ui px-1.5 text-12 font-strong whitespace-nowrap',
        TONE[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
