import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField as AriaSearchField, type SearchFieldProps } from 'react-aria-components/SearchField';
import { classes } from './classes';
import { INPUT_CLASSES } from './field-parts';
import { Kbd } from './kbd';

interface Props extends Omit<SearchFieldProps, 'className' | 'children'> {
  label: string;
  placeholder?: string;
  shortcut?: string;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function SearchField({ label, placeholder, shortcut, className, inputRef, ...props }: Props) {
  return (
    <AriaSearchField {...props} className={classes('group relative', className)}>
      <Label className="sr-only">{label}</Label>
      <Search
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
      />
      <Input
        ref={inputRef}
        placeholder={placeholder ?? label}
        className={classes(
          INPUT_CLASSES,
          'h-8 max-sm:h-11 pr-8 pl-8 text-13 [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {shortcut && (
        <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 opacity-0 group-data-empty:opacity-100 max-sm:hidden">
          <Kbd>{shortcut}</Kbd>
        </span>
      )}
      <Button className="absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded-ui text-text-3 group-data-empty:hidden data-hovered:text-text-1">
        <X size={14} aria-hidden />
      </Button>
    </AriaSearchField>
  );
}
