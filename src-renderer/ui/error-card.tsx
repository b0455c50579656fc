import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type ErrorCardProps = {
  readonly whatHappened: string;
  readonly whatIsSafe: string;
  readonly whatItCosts: string;
  /** What to do: one primary button, then perhaps a quiet one that copies the code. */
  readonly children?: ReactNode;
};

/** A failure in four parts: what happened, what is safe, what still costs, what to do. */
export function ErrorCard({ whatHappened, whatIsSafe, whatItCosts, children }: ErrorCardProps) {
  return (
    <div role="alert" className="flex max-w-md gap-3 rounded-lg border border-danger/40 bg-danger-soft p-3 text-left">
      <TriangleAlert size={18} className="mt-px shrink-0 text-danger" aria-hidden />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium break-words text-ink">{whatHappened}</p>
        <p className="text-ink/85">
          {whatIsSafe} {whatItCosts}
        </p>
        {children && <div className="mt-1.5 flex flex-wrap gap-2">{children}</div>}
      </div>
    </div>
  );
}
