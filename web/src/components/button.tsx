import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classes } from './classes';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

const KIND: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent data-hovered:bg-accent-hover',
  secondary: 'bg-surface-1 border border-line text-text-1 data-hovered:bg-surface-2',
  quiet: 'text-text-2 data-hovered:bg-surface-2 data-hovered:text-text-1',
  danger: 'bg-surface-1 border border-line text-risk-high data-hovered:bg-surface-2',
};

const BASE =
  'inline-flex h-8 max-sm:h-11 items-center justify-center gap-1.5 rounded-ui px-3 text-13 font-strong whitespace-nowrap select-none transition-colors duration-100 data-disabled:opacity-50 data-pending:opacity-60';

/** The look of a button, for a link that is one to the eye. */
export function buttonClasses(kind: ButtonKind, extra?: string): string {
  return classes(BASE, KIND[kind], extra);
}

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  kind?: ButtonKind;
  icon?: ReactNode;
  className?: string;
  children?: ReactNode;
}

export function Button({ kind = 'secondary', icon, className, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonClasses(kind, className)}>
      {icon}
      {children}
    </AriaButton>
  );
}
