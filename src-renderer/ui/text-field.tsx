import type { ReactNode } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label } from 'react-aria-components';
import { classNames } from './class-names';

type TextFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit?: () => void;
  readonly onEscape?: () => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search' | 'number' | 'password';
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly hasFocusAtStart?: boolean;
  readonly icon?: ReactNode;
  readonly className?: string;
  readonly testId?: string;
};

export function TextField({
  label,
  value,
  onChange,
  onSubmit,
  onEscape,
  placeholder,
  type = 'text',
  error,
  isLabelHidden,
  hasFocusAtStart,
  icon,
  className,
  testId,
}: TextFieldProps) {
  return (
    <AriaTextField
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      type={type}
      // A dialog or a rename that was asked for is where the person wants to type.
      autoFocus={hasFocusAtStart ?? false}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onSubmit) onSubmit();
        else if (event.key === 'Escape' && onEscape) onEscape();
        else event.continuePropagation();
      }}
      className={classNames('flex min-w-0 flex-col gap-1', className)}
    >
      {!isLabelHidden && <Label className="text-xs text-muted">{label}</Label>}
      <span className="relative flex items-center">
        {icon && <span className="pointer-events-none absolute left-2 text-muted">{icon}</span>}
        <Input
          {...(placeholder ? { placeholder } : {})}
          data-testid={testId}
          className={classNames(
            'h-7 w-full min-w-0 rounded-md border border-line bg-surface px-2 text-ink outline-none placeholder:text-muted data-[focused]:border-accent data-[focused]:ring-1 data-[focused]:ring-accent data-[invalid]:border-danger [&::-webkit-search-cancel-button]:appearance-none',
            Boolean(icon) && 'pl-7',
          )}
        />
      </span>
      {error !== undefined && <FieldError className="text-xs text-danger">{error}</FieldError>}
    </AriaTextField>
  );
}
