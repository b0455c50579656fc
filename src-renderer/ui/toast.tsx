import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { classNames } from './class-names';
import { IconButton } from './icon-button';

export type ToastProps = {
  readonly text: string;
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly action?: { readonly title: string; readonly run: () => void };
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

const edges = { plain: 'border-l-accent', good: 'border-l-ok', bad: 'border-l-danger' } as const;

/** A note at the foot of the window. */
export function Toast({ text, tone = 'plain', action, closeLabel, onClose, children }: ToastProps) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames(
        'pointer-events-auto flex w-96 max-w-full items-start gap-2 rounded-lg border border-l-4 border-line bg-surface py-1.5 pr-1.5 pl-3 shadow-xl',
        edges[tone],
      )}
    >
      <div className="selectable min-w-0 flex-1 py-1 break-words">
        {text}
        {children}
        {action && (
          <Button
            look="accent"
            className="mt-0.5 -ml-2.5 flex"
            onPress={() => {
              action.run();
              onClose();
            }}
          >
            {action.title}
          </Button>
        )}
      </div>
      <IconButton label={closeLabel} onPress={onClose}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
