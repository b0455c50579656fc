import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Kbd } from './kbd';

type MenuEntry = {
  readonly id: string;
  readonly title: string;
  readonly icon?: ReactNode;
  readonly keys?: readonly string[];
  readonly whyDisabled?: string | undefined;
  readonly isDanger?: boolean;
  readonly run: () => void;
};

type MenuProps = {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** The button that opens it: a part of React Aria. */
  readonly children: ReactElement;
};

export function Menu({ label, entries, children }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover
        data-keys="own"
        offset={4}
        className="z-50 min-w-44 overflow-auto rounded-lg border border-line bg-surface p-1 shadow-xl"
      >
        <AriaMenu
          aria-label={label}
          disabledKeys={entries.filter((entry) => entry.whyDisabled !== undefined).map(({ id }) => id)}
          onAction={(key) => entries.find(({ id }) => id === key)?.run()}
          className="outline-none"
        >
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.title}
              className={`flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none data-[focused]:bg-hover data-[disabled]:opacity-60 ${entry.isDanger ? 'text-danger' : ''}`}
            >
              {entry.icon}
              <span className="flex-1">
                {entry.title}
                {entry.whyDisabled && <span className="block text-xs text-muted">{entry.whyDisabled}</span>}
              </span>
              {entry.keys && <Kbd keys={entry.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
