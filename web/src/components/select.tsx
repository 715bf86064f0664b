import { Check, ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { classes } from './classes';
import { INPUT_CLASSES } from './field-parts';

interface Choice<Value extends string> {
  value: Value;
  label: string;
}

interface Props<Value extends string> {
  label: string;
  hideLabel?: boolean;
  choices: ReadonlyArray<Choice<Value>>;
  /** Further choices, under a heading. */
  more?: { title: string; choices: ReadonlyArray<Choice<Value>> };
  value: Value;
  onChange: (value: Value) => void;
  isDisabled?: boolean;
  className?: string;
}

export function Select<Value extends string>({
  label,
  hideLabel,
  choices,
  more,
  value,
  onChange,
  isDisabled,
  className,
}: Props<Value>) {
  return (
    <AriaSelect
      value={value}
      onChange={(key) => onChange(key as Value)}
      isDisabled={isDisabled}
      className={classes('flex flex-col gap-1', className)}
    >
      <Label className={hideLabel ? 'sr-only' : 'text-13 font-strong'}>{label}</Label>
      <Button
        className={classes(
          INPUT_CLASSES,
          'flex h-9 max-sm:h-11 items-center justify-between gap-2 text-left',
        )}
      >
        <SelectValue className="truncate" />
        <ChevronDown size={14} aria-hidden className="shrink-0 text-text-3" />
      </Button>
      <Popover
        offset={4}
        className="enter overlay max-w-[min(400px,calc(100vw-24px))] min-w-(--trigger-width) p-1"
      >
        <ListBox className="max-h-80 overflow-auto">
          {choices.map(toItem)}
          {more && more.choices.length > 0 && (
            <ListBoxSection className="mt-1 border-t border-line pt-1">
              <Header className="px-2 py-1 text-12 text-text-3">{more.title}</Header>
              {more.choices.map(toItem)}
            </ListBoxSection>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

function toItem({ value, label }: Choice<string>) {
  return (
    <ListBoxItem
      key={value}
      id={value}
      textValue={label}
      className="flex h-8 max-sm:h-11 items-center justify-between gap-4 rounded-ui px-2 text-13 data-focused:bg-surface-2"
    >
      {({ isSelected }) => (
        <>
          <span className="truncate">{label}</span>
          {isSelected && <Check size={14} aria-hidden className="shrink-0" />}
        </>
      )}
    </ListBoxItem>
  );
}
