import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { classes } from './classes';

/** A menu that hangs from its trigger: any Button or IconButton. */
export function Menu({
  trigger,
  label,
  children,
}: {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement="bottom end" offset={4} className="enter overlay min-w-48 p-1">
        <AriaMenu aria-label={label}>{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

const ITEM =
  'flex h-8 max-sm:h-11 items-center gap-2 rounded-ui px-2 text-13 select-none data-disabled:opacity-50 data-focused:bg-surface-2';

interface ItemProps {
  onAction: () => void;
  icon?: ReactNode;
  isDanger?: boolean;
  isDisabled?: boolean;
  children: string;
}

export function MenuItem({ onAction, icon, isDanger, isDisabled, children }: ItemProps) {
  return (
    <AriaMenuItem
      onAction={onAction}
      isDisabled={isDisabled}
      textValue={children}
      className={classes(ITEM, isDanger && 'text-risk-high')}
    >
      {icon}
      {children}
    </AriaMenuItem>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  choices: ReadonlyArray<{ value: Value; label: string }>;
  value: Value;
  onChange: (value: Value) => void;
}

/** A section of which one item is ticked. */
export function MenuChoice<Value extends string>({ title, choices, value, onChange }: ChoiceProps<Value>) {
  // Two sections of a menu may have the same values.
  const keyOf = (some: Value) => `${title} ${some}`;
  return (
    <AriaMenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[keyOf(value)]}
      onSelectionChange={(selection) => {
        const chosen = choices.find((choice) => selection !== 'all' && selection.has(keyOf(choice.value)));
        if (chosen) onChange(chosen.value);
      }}
      className="border-b border-line py-1 first:pt-0 last:border-0 last:pb-0"
    >
      <Header className="px-2 py-1 text-12 text-text-3">{title}</Header>
      {choices.map((choice) => (
        <AriaMenuItem key={choice.value} id={keyOf(choice.value)} textValue={choice.label} className={ITEM}>
          {({ isSelected }) => (
            <>
              <Check size={14} aria-hidden className={isSelected ? undefined : 'invisible'} />
              {choice.label}
            </>
          )}
        </AriaMenuItem>
      ))}
    </AriaMenuSection>
  );
}
