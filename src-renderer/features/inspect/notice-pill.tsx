import type { ReactNode } from 'react';

/** A short word over the picture with the one thing to do about it. */
export function NoticePill({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-9 max-w-[90%] items-center gap-3 rounded-lg border border-line bg-surface/95 py-1 pr-1.5 pl-3 shadow-lg last:pr-3 has-[button]:pr-1.5"
    >
      <span>{text}</span>
      {children}
    </div>
  );
}
