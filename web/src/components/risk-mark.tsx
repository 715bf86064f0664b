import { useText } from '@/lib/texts';
import { classes } from './classes';

export type Risk = 'LOW' | 'MEDIUM' | 'HIGH';

const COLOUR: Record<Risk, string> = {
  LOW: 'text-risk-low',
  MEDIUM: 'text-risk-mid',
  HIGH: 'text-risk-high',
};

/** A shape of its own for each level, so that colour never carries it alone. */
function Shape({ risk }: { risk: Risk }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className="size-3 shrink-0" fill="currentColor">
      {risk === 'LOW' && <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />}
      {risk === 'MEDIUM' && <path d="M6 1.2 10.8 6 6 10.8 1.2 6Z" />}
      {risk === 'HIGH' && <path d="M6 .8 11.6 10.8H.4Z" />}
    </svg>
  );
}

/** How risky an answer looks: shape, word and colour. */
export function RiskMark({ risk, iconOnly = false }: { risk: Risk; iconOnly?: boolean }) {
  const t = useText('common');
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 text-12 font-strong whitespace-nowrap',
        COLOUR[risk],
      )}
    >
      <Shape risk={risk} />
      <span className={iconOnly ? 'sr-only' : undefined}>{t(`risk.${risk}`)}</span>
    </span>
  );
}
