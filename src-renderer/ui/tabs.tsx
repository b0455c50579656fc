import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { classNames, focusRing } from './class-names';

export type TabItem = { readonly id: string; readonly title: string; readonly content: ReactNode };

type TabsProps = {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly className?: string;
};

/** Tabs with their panels; only the panel selected is mounted. */
export function Tabs({ label, items, selected, onSelect, className }: TabsProps) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => onSelect(String(key))}
      className={classNames('flex min-h-0 flex-col', className)}
    >
      <TabList aria-label={label} className="flex h-9 shrink-0 items-stretch gap-1 border-b border-line px-2">
        {items.map(({ id, title }) => (
          <Tab
            key={id}
            id={id}
            className={classNames(
              '-mb-px flex cursor-default items-center rounded-t border-b-2 border-transparent px-1.5 text-muted data-[hovered]:text-ink data-[selected]:border-accent data-[selected]:font-medium data-[selected]:text-ink',
              focusRing,
            )}
          >
            {title}
          </Tab>
        ))}
      </TabList>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={classNames('min-h-0 flex-1', focusRing)}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
