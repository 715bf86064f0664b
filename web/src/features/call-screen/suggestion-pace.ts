/** When the suggestion card may change by itself: rarely, and never while somebody types. */

/** A glance at the card must find what was there a moment ago. */
export const CHANGE_EVERY_MS = 20_000;
/** Typing has stopped when no key was pressed for this long. */
export const TYPING_PAUSE_MS = 2500;

export interface Pace {
  /** When the card last changed; 0: it is still empty. */
  changedAt: number;
  typedAt: number;
}

/** Milliseconds until the card may change; 0: now. */
export function waitBeforeChange({ changedAt, typedAt }: Pace, now: number): number {
  return Math.max(0, changedAt + CHANGE_EVERY_MS - now, typedAt + TYPING_PAUSE_MS - now);
}
