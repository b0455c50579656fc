import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames, focusRing } from './class-names';
import { Tooltip } from './tooltip';

const looks = {
  primary: 'bg-accent text-accent-ink font-medium data-[hovered]:brightness-110 data-[pressed]:brightness-95',
  secondary: 'border border-line bg-surface text-ink data-[hovered]:bg-hover data-[pressed]:bg-raised',
  quiet: 'text-ink data-[hovered]:bg-hover data-[pressed]:bg-raised',
  accent: 'font-medium text-accent data-[hovered]:bg-hover data-[pressed]:bg-raised',
  quietDanger: 'text-danger data-[hovered]:bg-danger-soft',
  danger: 'border border-danger/50 text-danger data-[hovered]:bg-danger-soft',
} as const;

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'isDisabled'> & {
  readonly children: ReactNode;
  readonly look?: keyof typeof looks;
  readonly size?: 'normal' | 'small' | 'large';
  readonly icon?: ReactNode;
  /** Says why it cannot be pressed; the button stays reachable, so that the reason can be read. */
  readonly whyDisabled?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly className?: string;
};

const sizes = { small: 'h-6 px-2 text-xs', normal: 'h-7 px-2.5', large: 'h-9 px-4 text-sm' } as const;

/** A labelled button. */
export function Button({
  look = 'secondary',
  size = 'normal',
  icon,
  whyDisabled,
  tooltip,
  className,
  children,
  onPress,
  ...rest
}: ButtonProps) {
  const isOff = whyDisabled !== undefined;
  const button = (
    <AriaButton
      {...rest}
      {...(isOff ? { 'aria-disabled': true } : { onPress })}
      className={classNames(
        'inline-flex shrink-0 cursor-default items-center justify-center gap-1.5 rounded-md whitespace-nowrap select-none',
        focusRing,
        looks[look],
        sizes[size],
        isOff && 'opacity-50',
        className,
      )}
    >
      {icon}
      {children}
    </AriaButton>
  );
  const hint = whyDisabled ?? tooltip;
  return hint ? <Tooltip text={hint}>{button}</Tooltip> : button;
}
