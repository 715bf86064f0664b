import { Input } from 'react-aria-components/Input';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components/TextField';
import { classes } from './classes';
import { FieldParts, INPUT_CLASSES, type FieldTexts } from './field-parts';

type Props = FieldTexts &
  Omit<AriaProps, 'className' | 'children'> & { placeholder?: string; className?: string };

export function TextField({ label, hideLabel, hint, error, placeholder, className, ...props }: Props) {
  return (
    <AriaTextField
      {...props}
      isInvalid={Boolean(error)}
      className={classes('flex flex-col gap-1', className)}
    >
      <FieldParts label={label} hideLabel={hideLabel} hint={hint} error={error}>
        <Input placeholder={placeholder} className={classes(INPUT_CLASSES, 'h-9 max-sm:h-11')} />
      </FieldParts>
    </AriaTextField>
  );
}

export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  placeholder,
  className,
  rows,
  ...props
}: Props & { rows?: number }) {
  return (
    <AriaTextField
      {...props}
      isInvalid={Boolean(error)}
      className={classes('flex flex-col gap-1', className)}
    >
      <FieldParts label={label} hideLabel={hideLabel} hint={hint} error={error}>
        <AriaTextArea
          rows={rows ?? 6}
          placeholder={placeholder}
          className={classes(INPUT_CLASSES, 'field-sizing-content max-h-[60vh] min-h-24 resize-y py-2')}
        />
      </FieldParts>
    </AriaTextField>
  );
}
