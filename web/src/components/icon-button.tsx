import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { classes } from './classes';
import { Kbd } from './kbd';

export interface IconButtonProps extends Omit<ButtonProps, 'className' | 'children'> {
  /** Its name for everybody: the tooltip and the screen reader. */
  label: string;
  icon: ReactNode;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string;
  className?: string;
}

/** A button that is only an icon, so it always carries a name and a tooltip. */
export function IconButton({ label, icon, shortcut, className, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaButton
        {...props}
        aria-label={label}
        className={classes(
          'inline-flex size-8 max-sm:size-11 shrink-0 items-center justify-center rounded-ui text-text-2 transition-colors duration-100 data-disabled:opacity-50 data-hovered:bg-surface-2 data-hovered:text-text-1',
          className,
        )}
      >
        {icon}
      </AriaButton>
      <Tooltip
        offset={6}
        className="enter flex items-center gap-2 rounded-ui bg-text-1 px-2 py-1 text-12 text-surface-1"
      >
        {label}
        {shortcut && <Kbd inverse>{shortcut}</Kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
