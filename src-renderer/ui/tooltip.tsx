import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { Kbd } from './kbd';

type TooltipProps = {
  readonly text: string;
  readonly keys?: readonly string[] | undefined;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  /** A focusable part of React Aria. */
  readonly children: ReactElement;
};

export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className="z-50 flex max-w-72 items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-lg"
      >
        {text}
        {keys && keys.length > 0 && <Kbd keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
