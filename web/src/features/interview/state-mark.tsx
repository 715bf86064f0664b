import { useText } from '@/lib/texts';
import { classes } from '@/components/classes';
import type { RowState } from './interview-rows';

const COLOUR: Record<RowState, string> = {
  draft: 'text-text-3',
  live: 'text-accent',
  completed: 'text-text-2',
};

/** A shape and a word: dashed ring, filled dot, tick. */
export function StateMark({ state }: { state: RowState }) {
  const t = useText('interview');
  return (
    <span
      className={classes(
        'inline-flex items-center gap-2 align-middle text-12 whitespace-nowrap',
        COLOUR[state],
      )}
    >
      <svg
        viewBox="0 0 12 12"
        aria-hidden
        className="size-3 shrink-0"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {state === 'draft' && <circle cx="6" cy="6" r="4.5" strokeDasharray="2 1.9" />}
        {state === 'live' && <circle cx="6" cy="6" r="4" fill="currentColor" stroke="none" />}
        {state === 'completed' && (
          <path d="m2 6.5 2.7 2.7L10 3.5" strokeLinecap="round" strokeLinejoin="round" />
        )}
      </svg>
      {t(`state.${state}`)}
    </span>
  );
}
