import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { amountOf } from '#common/money';
import { useCanvasColours } from '../../app/canvas-colours';
import { useTexts } from '../../app/texts';
import type { Day } from './days';

const heightPx = 180;
const halfDaySeconds = 43_200;
const noon = (day: string) => Date.parse(`${day}T12:00:00`) / 1000;

type CostChartProps = { readonly days: readonly Day[]; readonly span: { readonly from: string; readonly to: string } };

/** A bar a day of the span, in the first currency alone: the table beside it has all. */
export function CostChart({ days, span }: CostChartProps) {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const colours = useCanvasColours();
  const { from, to } = span;
  useEffect(() => {
    const element = place.current;
    const currency = days[0]?.amounts[0]?.currency;
    if (!element || currency === undefined) return;
    const axis = { stroke: colours.muted, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
    const at = days.map(({ day }) => noon(day));
    const values = days.map(({ amounts }) => {
      const amount = amounts.find((one) => one.currency === currency);
      return amount ? amountOf(amount) : 0;
    });
    const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: heightPx,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { range: () => [noon(from) - halfDaySeconds, noon(to) + halfDaySeconds] },
          y: { range: (_, __, max) => [0, Math.max(max * 1.1, 0.01)] },
        },
        axes: [
          { ...axis, space: 60 },
          { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => `${tick} ${currency}`) },
        ],
        series: [
          {},
          { stroke: colours.accent, fill: colours.accent, ...(bars && { paths: bars }), points: { show: false } },
        ],
      },
      [at, values],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [days, from, to, colours]);
  // What it shows stands in the table below it.
  return <div ref={place} role="img" aria-label={t('costs.chart')} className="w-full" style={{ height: heightPx }} />;
}
