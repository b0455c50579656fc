import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components';

type SwitchProps = {
  readonly children: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

export function Switch({ children, isOn, onChange }: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={isOn}
      onChange={onChange}
      className="group flex min-h-7 cursor-default items-center gap-2 outline-none"
    >
      <span className="flex h-4 w-7 shrink-0 items-center rounded-full border border-muted bg-raised px-px transition-colors group-data-[focus-visible]:ring-2 group-data-[focus-visible]:ring-accent group-data-[focus-visible]:ring-offset-1 group-data-[focus-visible]:ring-offset-surface group-data-[selected]:border-accent group-data-[selected]:bg-accent motion-reduce:transition-none">
        <span className="size-3 rounded-full bg-muted transition-transform group-data-[selected]:translate-x-3 group-data-[selected]:bg-accent-ink motion-reduce:transition-none" />
      </span>
      {children}
    </AriaSwitch>
  );
}
