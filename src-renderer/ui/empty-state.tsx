import type { ReactNode } from 'react';

type EmptyStateProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  /** What can be done about it: one primary button, perhaps a second. */
  readonly children?: ReactNode;
};

/** Nothing is here, why, and what to do. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-0 flex-col items-center justify-center gap-2 p-6 text-center">
      <div className="mb-1 flex size-11 items-center justify-center rounded-xl bg-raised text-muted">{icon}</div>
      <h2 className="text-sm font-semibold text-balance">{title}</h2>
      {text && <p className="max-w-80 text-balance text-muted">{text}</p>}
      {children && <div className="mt-2 flex flex-wrap items-center justify-center gap-2">{children}</div>}
    </div>
  );
}
