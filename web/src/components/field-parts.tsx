import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';

/** What every field has round its input. */
export interface FieldTexts {
  label: string;
  /** Named for screen readers only, where the place already says what it is. */
  hideLabel?: boolean;
  hint?: string;
  error?: string;
}

export const INPUT_CLASSES =
  'w-full rounded-ui border border-control bg-surface-1 px-3 text-14 max-sm:text-16 text-text-1 placeholder:text-text-3 data-disabled:opacity-60 data-focused:border-focus data-focused:outline-1 data-focused:-outline-offset-2 data-focused:outline-focus data-invalid:border-risk-high';

export function FieldParts({
  label,
  hideLabel,
  hint,
  error,
  children,
}: FieldTexts & { children: ReactNode }) {
  return (
    <>
      <Label className={hideLabel ? 'sr-only' : 'text-13 font-strong text-text-1'}>{label}</Label>
      {children}
      {hint && (
        <Text slot="description" className="text-12 text-text-3">
          {hint}
        </Text>
      )}
      <FieldError className="text-12 text-risk-high">{error}</FieldError>
    </>
  );
}
