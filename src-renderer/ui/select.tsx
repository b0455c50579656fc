import { Check, ChevronDown } from 'lucide-react';
import { Select as AriaSelect, Button, Label, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components';
import { classNames, focusRing } from './class-names';

type SelectOption<Id extends string> = {
  readonly id: Id;
  readonly title: string;
  /** A second line: what it means, or why it cannot be chosen. */
  readonly note?: string | undefined;
  readonly isDisabled?: boolean;
};

type SelectProps<Id extends string> = {
  readonly label: string;
  readonly options: readonly SelectOption<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly isLabelHidden?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
};

/**
 * A list takes letters and Space for itself while it has the keyboard. Whoever chose with the pointer does not see that it
 * has it, and would wonder where the next key went; whoever chose with the keyboard keeps it.
 */
function letGoAfterPointer(): void {
  // The button gets the keyboard back once the list is gone.
  setTimeout(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLButtonElement && !activeElement.matches(':focus-visible')) activeElement.blur();
  }, focusReturnMs);
}

const focusReturnMs = 60;

/** One of a few. */
export function Select<Id extends string>({
  label,
  options,
  value,
  onChange,
  isLabelHidden,
  placeholder,
  className,
}: SelectProps<Id>) {
  return (
    <AriaSelect
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(placeholder ? { placeholder } : {})}
      value={value}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen) onChange(chosen.id);
      }}
      onOpenChange={(isOpen) => !isOpen && letGoAfterPointer()}
      disabledKeys={options.filter(({ isDisabled }) => isDisabled).map(({ id }) => id)}
      className={classNames('flex min-w-0 flex-col gap-1', className)}
    >
      {!isLabelHidden && <Label className="text-xs text-muted">{label}</Label>}
      <Button
        className={classNames(
          'flex h-7 w-full min-w-0 cursor-default items-center gap-1.5 rounded-md border border-line bg-surface px-2 text-left data-[hovered]:bg-hover',
          focusRing,
        )}
      >
        <SelectValue className="min-w-0 flex-1 truncate [&_[data-note]]:hidden" />
        <ChevronDown size={14} className="shrink-0 text-muted" aria-hidden />
      </Button>
      <Popover
        data-keys="own"
        offset={4}
        className="z-50 max-h-80 max-w-80 min-w-(--trigger-width) overflow-auto rounded-lg border border-line bg-surface p-1 shadow-xl"
      >
        <ListBox className="outline-none">
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.title}
              className="group flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none data-[disabled]:text-muted data-[focused]:bg-hover"
            >
              <Check
                size={14}
                className="invisible shrink-0 text-accent group-data-[selected]:visible"
                aria-hidden
                data-note
              />
              <span className="min-w-0 truncate">
                {option.title}
                {option.note && (
                  <span data-note className="block text-xs whitespace-normal text-muted">
                    {option.note}
                  </span>
                )}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
