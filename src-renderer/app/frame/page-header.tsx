import type { ReactNode } from 'react';

type PageHeaderProps = { readonly title: string; readonly children?: ReactNode };

/** The title of a screen, with what can be done on the whole of it. */
export function PageHeader({ title, children }: PageHeaderProps) {
  return (
    <header className="flex h-11 shrink-0 items-center justify-between gap-3 border-b border-line bg-surface px-4">
      <h1 className="text-sm font-semibold">{title}</h1>
      <div className="flex items-center gap-2">{children}</div>
    </header>
  );
}
