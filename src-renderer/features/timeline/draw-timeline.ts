import type { Strip, TrackLane } from '#common/contract/video';
import { longestGapNs } from '#common/overlay/between-frames';
import { swatchesOfClasses } from '#common/overlay/palette';
import type { CanvasColours } from '../../app/canvas-colours';
import { timecode } from './timecode';

/** The frames in view: from `from` to before `to`, not whole numbers while it is zoomed. */
export type FrameRange = { readonly from: number; readonly to: number };

export type TimelineView = {
  readonly width: number;
  readonly height: number;
  readonly range: FrameRange;
  readonly timestampsNs: Float64Array;
  /** While another is asked for, the one before stays, where its frames are. */
  readonly strip: Strip | null;
  readonly lanes: readonly TrackLane[];
  readonly selectedTrack: number | string | null;
  readonly inFrame: number | null;
  readonly outFrame: number | null;
  readonly colours: CanvasColours;
};

/** CSS px from the top. */
export const rulerHeight = 18;
const ticksTop = rulerHeight + 2;
const ticksHeight = 8;
const heatTop = ticksTop + ticksHeight + 4;
const heatRow = 11;
const mostHeatRows = 3;
const laneHeight = 6;

export const lanesTop = (strip: TimelineView['strip']) =>
  heatTop + Math.min(mostHeatRows, strip?.heat.length ?? 0) * heatRow + 3;

/** Lanes that fit: the ones seen longest among those in view, in the order in which they begin. */
export function lanesInView({ lanes, range, height, strip }: TimelineView): TrackLane[] {
  const rows = Math.max(0, Math.floor((height - lanesTop(strip) - 2) / laneHeight));
  const inView = lanes.filter(({ firstFrame, lastFrame }) => lastFrame >= range.from && firstFrame < range.to);
  if (inView.length <= rows) return inView;
  const longest = new Set([...inView].sort((a, b) => b.frameCount - a.frameCount).slice(0, rows));
  return inView.filter((lane) => longest.has(lane));
}

export function laneAt(view: TimelineView, y: number): TrackLane | null {
  const row = Math.floor((y - lanesTop(view.strip)) / laneHeight);
  return lanesInView(view)[row] ?? null;
}

export const xOf = ({ range, width }: Pick<TimelineView, 'range' | 'width'>, frame: number) =>
  ((frame - range.from) / (range.to - range.from)) * width;

/** Everything but the playhead, in one pass. */
export function drawTimeline(context: CanvasRenderingContext2D, view: TimelineView): void {
  context.clearRect(0, 0, view.width, view.height);
  drawMarkedRange(context, view);
  drawRuler(context, view);
  drawTicks(context, view);
  drawHeat(context, view);
  drawLanes(context, view);
}

export function drawPlayhead(context: CanvasRenderingContext2D, view: TimelineView, frame: number): void {
  context.clearRect(0, 0, view.width, view.height);
  const x = Math.round(xOf(view, frame + 0.5)) + 0.5;
  context.fillStyle = view.colours.accent;
  context.fillRect(x - 1, 0, 2, view.height);
  context.beginPath();
  context.moveTo(x - 5, 0);
  context.lineTo(x + 5, 0);
  context.lineTo(x, 7);
  context.fill();
}

function drawMarkedRange(context: CanvasRenderingContext2D, view: TimelineView): void {
  if (view.inFrame === null && view.outFrame === null) return;
  const left = xOf(view, view.inFrame ?? 0);
  const right = xOf(view, (view.outFrame ?? view.timestampsNs.length - 1) + 1);
  context.fillStyle = view.colours.accentSoft;
  context.fillRect(left, 0, right - left, view.height);
  context.fillStyle = view.colours.accent;
  if (view.inFrame !== null) context.fillRect(left, 0, 2, rulerHeight);
  if (view.outFrame !== null) context.fillRect(right - 2, 0, 2, rulerHeight);
}

const leastLabelPx = 90;
const niceSeconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

function drawRuler(context: CanvasRenderingContext2D, view: TimelineView): void {
  const { timestampsNs, range, width, colours } = view;
  context.fillStyle = colours.line;
  context.fillRect(0, rulerHeight - 1, width, 1);
  const last = timestampsNs.length - 1;
  if (last < 1) return;
  const start = timestampsNs[0] ?? 0;
  const timeAt = (frame: number) => (timestampsNs[Math.max(0, Math.min(last, Math.round(frame)))] ?? 0) - start;
  const seconds = (timeAt(range.to) - timeAt(range.from)) / 1e9;
  const step = niceSeconds.find((nice) => (nice / seconds) * width >= leastLabelPx) ?? 7200;
  context.font = '10px "Inter", system-ui, "DejaVu Sans", sans-serif';
  context.textBaseline = 'middle';
  let frame = Math.max(0, Math.floor(range.from));
  for (let at = Math.ceil(timeAt(range.from) / 1e9 / step) * step; at <= timeAt(range.to) / 1e9; at += step) {
    while (frame < last && (timestampsNs[frame] ?? 0) - start < at * 1e9 - 1) frame += 1;
    const x = Math.round(xOf(view, frame)) + 0.5;
    context.fillStyle = colours.line;
    context.fillRect(x - 0.5, rulerHeight - 6, 1, 5);
    context.fillStyle = colours.muted;
    context.fillText(timecode(at * 1e9).replace(step >= 1 ? /\.\d+$/ : /(?<=\.\d\d)\d$/, ''), x + 3, rulerHeight / 2);
  }
}

/**
 * Solid where every frame was looked at, lighter where some were, hatched between two that were near enough to show what
 * lies between, empty where nobody looked.
 */
function drawTicks(context: CanvasRenderingContext2D, view: TimelineView): void {
  const { strip, colours, width } = view;
  context.fillStyle = colours.raised;
  const left = Math.max(0, xOf(view, 0));
  context.fillRect(left, ticksTop, Math.min(width, xOf(view, view.timestampsNs.length)) - left, ticksHeight);
  if (!strip) return;
  const perBucket = (strip.toFrame - strip.fromFrame) / strip.analysed.length;
  context.fillStyle = colours.accent;
  for (const [bucket, count] of strip.analysed.entries()) {
    if (count === 0) continue;
    const x = xOf(view, strip.fromFrame + bucket * perBucket);
    const right = xOf(view, strip.fromFrame + (bucket + 1) * perBucket);
    if (right < 0 || x > width) continue;
    context.globalAlpha = 0.35 + 0.65 * Math.min(1, count / Math.max(1, perBucket));
    // A gap between frames as soon as there is room for one.
    context.fillRect(x, ticksTop, Math.max(1, right - x - (right - x > 4 ? 1 : 0)), ticksHeight);
  }
  context.globalAlpha = 1;
  drawHatching(context, view);
}

const hatchPx = 4;

function drawHatching(context: CanvasRenderingContext2D, view: TimelineView): void {
  const { strip, timestampsNs, colours, width } = view;
  if (!strip) return;
  const perBucket = (strip.toFrame - strip.fromFrame) / strip.analysed.length;
  const frameOf = (bucket: number) => Math.round(strip.fromFrame + bucket * perBucket);
  context.strokeStyle = colours.accent;
  context.lineWidth = 1;
  context.beginPath();
  let last = -1;
  for (const [bucket, count] of strip.analysed.entries()) {
    if (count === 0) continue;
    const gapNs = last < 0 ? 0 : (timestampsNs[frameOf(bucket)] ?? 0) - (timestampsNs[frameOf(last)] ?? 0);
    if (bucket - last > 1 && last >= 0 && gapNs <= longestGapNs) {
      const left = Math.max(0, xOf(view, strip.fromFrame + (last + 1) * perBucket));
      const right = Math.min(width, xOf(view, strip.fromFrame + bucket * perBucket));
      hatch(context, left, right);
    }
    last = bucket;
  }
  context.stroke();
}

/** Slanted lines that stand at the same places whatever the range begins with. */
function hatch(context: CanvasRenderingContext2D, left: number, right: number): void {
  for (let x = Math.ceil(left / hatchPx) * hatchPx; x < right; x += hatchPx) {
    context.moveTo(x, ticksTop + ticksHeight);
    context.lineTo(Math.min(right, x + hatchPx), ticksTop);
  }
}

function drawHeat(context: CanvasRenderingContext2D, view: TimelineView): void {
  const { strip, width, colours } = view;
  if (!strip) return;
  const swatches = swatchesOfClasses({ classNames: strip.heat.map(({ classLabel }) => classLabel) });
  const perBucket = (strip.toFrame - strip.fromFrame) / Math.max(1, strip.analysed.length);
  for (const [row, { classLabel, counts }] of strip.heat.slice(0, mostHeatRows).entries()) {
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    const top = heatTop + row * heatRow;
    context.fillStyle = swatches[row]?.line ?? colours.accent;
    for (const [bucket, count] of counts.entries()) {
      const x = xOf(view, strip.fromFrame + bucket * perBucket);
      const right = xOf(view, strip.fromFrame + (bucket + 1) * perBucket);
      if (count === 0 || right < 0 || x > width) continue;
      const tall = Math.max(2, (count / most) * (heatRow - 2));
      context.globalAlpha = 0.85;
      context.fillRect(x, top + heatRow - 1 - tall, Math.max(1, right - x), tall);
    }
    context.globalAlpha = 1;
    drawLabel(context, classLabel, top, colours);
  }
}

function drawLabel(context: CanvasRenderingContext2D, text: string, top: number, colours: CanvasColours): void {
  context.font = '9px "Inter", system-ui, "DejaVu Sans", sans-serif';
  context.textBaseline = 'middle';
  const wide = context.measureText(text).width;
  context.fillStyle = colours.raised;
  context.globalAlpha = 0.85;
  context.fillRect(0, top, wide + 6, heatRow - 1);
  context.globalAlpha = 1;
  context.fillStyle = colours.ink;
  context.fillText(text, 3, top + heatRow / 2);
}

function drawLanes(context: CanvasRenderingContext2D, view: TimelineView): void {
  const lanes = lanesInView(view);
  const names = [...new Set(view.lanes.map(({ classLabel }) => classLabel))];
  const swatches = swatchesOfClasses({ classNames: names });
  const top = lanesTop(view.strip);
  for (const [row, lane] of lanes.entries()) {
    const x = xOf(view, lane.firstFrame);
    const right = Math.max(x + 2, xOf(view, lane.lastFrame + 1));
    const isSelected = lane.trackId === view.selectedTrack;
    context.globalAlpha = view.selectedTrack === null || isSelected ? 1 : 0.4;
    context.fillStyle = swatches[names.indexOf(lane.classLabel)]?.line ?? view.colours.accent;
    context.fillRect(x, top + row * laneHeight + 1, right - x, laneHeight - 2);
    if (!isSelected) continue;
    context.strokeStyle = view.colours.ink;
    context.strokeRect(x + 0.5, top + row * laneHeight + 0.5, right - x - 1, laneHeight - 1);
  }
  context.globalAlpha = 1;
}
