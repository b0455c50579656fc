import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames, focusRing } from './class-names';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<
  AriaButtonProps,
  'children' | 'className' | 'style' | 'isDisabled' | 'aria-label'
> & {
  /** What it does: the accessible name and the tooltip. */
  readonly label: string;
  readonly children: ReactNode;
  /** Key chord, printed in the tooltip. */
  readonly keys?: readonly string[] | undefined;
  readonly whyDisabled?: string | undefined;
  /** For a button that stays down. */
  readonly isOn?: boolean;
  readonly size?: 'normal' | 'small';
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  readonly className?: string;
};

/** A button with a picture only; its name is in the tooltip and for screen readers. */
export function IconButton({
  label,
  children,
  keys,
  whyDisabled,
  isOn,
  size = 'normal',
  placement = 'bottom',
  className,
  onPress,
  ...rest
}: IconButtonProps) {
  const isOff = whyDisabled !== undefined;
  return (
    <Tooltip text={whyDisabled ? `${label}: ${whyDisabled}` : label} keys={keys} placement={placement}>
      <AriaButton
        {...rest}
        {...(isOff ? { 'aria-disabled': true } : { onPress })}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        aria-label={label}
        className={classNames(
          'inline-flex shrink-0 cursor-default items-center justify-center rounded-md text-muted select-none data-[hovered]:bg-hover data-[hovered]:text-ink data-[pressed]:bg-raised',
          focusRing,
          size === 'normal' ? 'size-7' : 'size-6',
          isOn && 'bg-accent-soft text-accent',
          isOff && 'opacity-50',
          className,
        )}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}
