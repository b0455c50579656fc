import { Label, ProgressBar } from 'react-aria-components';
import { classNames } from './class-names';

type ProgressProps = {
  readonly label: string;
  /** 0..1; null when the end is not known, which shows as movement and never as a made-up figure. */
  readonly fraction: number | null;
  readonly isLabelHidden?: boolean;
  /** Printed at the right, e.g. `12 / 40`. */
  readonly figure?: string;
  readonly className?: string;
};

export function Progress({ label, fraction, isLabelHidden, figure, className }: ProgressProps) {
  return (
    <ProgressBar
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(fraction === null ? { isIndeterminate: true } : { value: fraction, minValue: 0, maxValue: 1 })}
      {...(figure ? { valueLabel: figure } : {})}
      className={classNames('flex min-w-0 flex-col gap-1', className)}
    >
      {({ percentage, valueText }) => (
        <>
          {!isLabelHidden && (
            <span className="flex justify-between gap-2">
              <Label className="truncate">{label}</Label>
              <span className="text-muted tabular-nums">{figure ?? (fraction === null ? '' : valueText)}</span>
            </span>
          )}
          <span className="block h-1 overflow-hidden rounded-full bg-line">
            <span
              className={classNames(
                'block h-full rounded-full bg-accent',
                fraction === null && 'w-1/3 animate-pulse motion-reduce:animate-none',
              )}
              {...(fraction === null ? {} : { style: { width: `${percentage ?? 0}%` } })}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
