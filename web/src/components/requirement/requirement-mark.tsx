import type { ReactNode } from 'react';
import { classes } from '@/components/classes';
import type { Mention, Requirement } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import './texts';

type State = Requirement['state'];

const COLOUR: Record<State, string> = {
  untouched: 'text-text-3',
  asked: 'text-text-2',
  evidenced: 'text-risk-low',
  contradicted: 'text-risk-high',
};

/** A shape for each state, so that colour never carries it alone: broken ring, half, tick, cross. */
const SHAPE: Record<State, ReactNode> = {
  untouched: (
    <circle
      cx="7"
      cy="7"
      r="5.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.2 1.92"
    />
  ),
  asked: (
    <>
      <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M7 3.75a3.25 3.25 0 0 1 0 6.5Z" fill="currentColor" />
    </>
  ),
  evidenced: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="m4.4 7.2 1.8 1.8 3.4-3.8" fill="none" stroke="var(--color-surface-1)" strokeWidth="1.5" />
    </>
  ),
  contradicted: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="m4.8 4.8 4.4 4.4m0-4.4-4.4 4.4"
        fill="none"
        stroke="var(--color-surface-1)"
        strokeWidth="1.5"
      />
    </>
  ),
};

export function StateShape({ state }: { state: State }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden className={classes('size-3.5 shrink-0', COLOUR[state])}>
      {SHAPE[state]}
    </svg>
  );
}

export function StateWord({ state }: { state: State }) {
  const t = useText('requirement');
  return (
    <span
      className={classes('text-12 whitespace-nowrap', state !== 'untouched' && 'font-strong', COLOUR[state])}
    >
      {t(`state.${state}`)}
    </span>
  );
}

const STATE_OF_STANCE: Record<Mention['stance'], State> = {
  for: 'evidenced',
  against: 'contradicted',
  open: 'asked',
};

/** What one note says of a requirement: shape, word and colour of the state that it argues for. */
export function StanceMark({ stance }: { stance: Mention['stance'] }) {
  const t = useText('requirement');
  const state = STATE_OF_STANCE[stance];
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 text-12 font-strong whitespace-nowrap',
        COLOUR[state],
      )}
    >
      <StateShape state={state} />
      {t(`stance.${stance}`)}
    </span>
  );
}
