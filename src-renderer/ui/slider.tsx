import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { classNames, focusRing } from './class-names';

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onChangeEnd?: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Printed beside the track; the number itself where absent. */
  readonly output?: string;
  readonly isLabelHidden?: boolean;
  readonly className?: string;
};

export function Slider({
  label,
  value,
  onChange,
  onChangeEnd,
  min = 0,
  max = 1,
  step = 0.01,
  output,
  isLabelHidden,
  className,
}: SliderProps) {
  return (
    <AriaSlider
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      value={value}
      onChange={(next) => onChange(Array.isArray(next) ? (next[0] ?? value) : next)}
      onChangeEnd={(next) => onChangeEnd?.(Array.isArray(next) ? (next[0] ?? value) : next)}
      minValue={min}
      maxValue={max}
      step={step}
      className={classNames('flex items-center gap-2', className)}
    >
      {!isLabelHidden && <Label className="text-muted">{label}</Label>}
      <SliderTrack className="relative mx-2 h-5 min-w-20 flex-1">
        {({ state }) => (
          <>
            <div className="absolute top-1/2 h-1 w-full -translate-y-1/2 rounded-full bg-line" />
            <div
              className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-accent"
              style={{ width: `${state.getThumbPercent(0) * 100}%` }}
            />
            <SliderThumb
              className={classNames('top-1/2 size-3.5 rounded-full border-2 border-accent bg-surface', focusRing)}
            />
          </>
        )}
      </SliderTrack>
      <SliderOutput className="min-w-8 text-right tabular-nums">{output ?? value}</SliderOutput>
    </AriaSlider>
  );
}
