import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Size } from '#common/vision/geometry';
import { useQueryApi } from '../../app/api';
import { useCanvasColours } from '../../app/canvas-colours';
import { useTexts } from '../../app/texts';
import { useInspect } from '../inspect/inspect-store';
import { drawPlayhead, drawTimeline, type FrameRange, laneAt, rulerHeight, type TimelineView } from './draw-timeline';
import { timecode } from './timecode';
import { useSelectTrack } from './use-select-track';
import { usePlayer, useVideoSession } from './video-session';

const mostBuckets = 2000;
const leastFramesInView = 10;

type TimelineCanvasProps = {
  readonly range: FrameRange;
  readonly frameCount: number;
  readonly onRange: (range: FrameRange | null) => void;
};

/** Ruler, sampling ticks, heat and lanes; a press goes to a frame, the wheel zooms about the pointer. */
export function TimelineCanvas({ range, frameCount, onRange }: TimelineCanvasProps) {
  const { t } = useTexts();
  const session = useVideoSession();
  const element = useRef<HTMLDivElement>(null);
  const back = useRef<HTMLCanvasElement>(null);
  const front = useRef<HTMLCanvasElement>(null);
  const size = useSize(element);
  const view = useTimelineView(range, frameCount, size);
  const frame = usePlayer((state) => state.frame) ?? 0;
  const selectTrack = useSelectTrack();
  const player = session?.player;

  useLayoutEffect(() => {
    const context = prepared(back.current, size);
    if (context) drawTimeline(context, view);
  }, [view, size]);
  useLayoutEffect(() => {
    const context = prepared(front.current, size);
    if (context) drawPlayhead(context, view, frame);
  }, [view, size, frame]);
  useWheelZoom(element, range, frameCount, onRange);

  const frameAt = (event: PointerEvent) => {
    const left = element.current?.getBoundingClientRect().left ?? 0;
    return Math.floor(range.from + ((event.clientX - left) / size.width) * (range.to - range.from));
  };
  const press = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const top = element.current?.getBoundingClientRect().top ?? 0;
    const lane = event.clientY - top > rulerHeight ? laneAt(view, event.clientY - top) : null;
    player?.pause();
    if (lane) selectTrack(lane, frameAt(event));
    else player?.seek(frameAt(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
    player?.step((event.key === 'PageDown' ? 1 : -1) * Math.max(1, Math.round(frameCount / 10)));
    event.preventDefault();
  };
  const total = view.strip?.analysed.reduce((sum, count) => sum + count, 0) ?? 0;
  return (
    <div
      ref={element}
      role="slider"
      tabIndex={0}
      aria-label={t('timeline.playhead')}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, frameCount - 1)}
      aria-valuenow={frame}
      aria-valuetext={t('timeline.valueText', {
        time: timecode((player?.timestampNs(frame) ?? 0) - (player?.timestampNs(0) ?? 0)),
        frame,
      })}
      data-testid="timeline-canvas"
      data-analysed={total}
      data-lanes={view.lanes.length}
      className="relative min-h-0 flex-1 cursor-crosshair touch-none outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      onPointerDown={press}
      onPointerMove={(event) => event.buttons === 1 && player?.seek(frameAt(event))}
      onKeyDown={onKeyDown}
    >
      <canvas ref={back} className="absolute inset-0 size-full" />
      <canvas ref={front} className="pointer-events-none absolute inset-0 size-full" />
    </div>
  );
}

function useTimelineView(range: FrameRange, frameCount: number, size: Size): TimelineView {
  const queryApi = useQueryApi();
  const session = useVideoSession();
  const colours = useCanvasColours();
  const minConfidence = useInspect((state) => state.minConfidence);
  const selectedTrack = useSelectedTrack();
  const inFrame = usePlayer((state) => state.inFrame);
  const outFrame = usePlayer((state) => state.outFrame);
  const mediaId = session?.item.id;
  const runId = session?.run?.runId;
  const window = stripWindow(range, frameCount);
  const of = mediaId && runId && frameCount > 0 ? { mediaId, runId } : null;
  const buckets = Math.min(mostBuckets, window.to - window.from);
  const strip = useQuery({
    ...queryApi.video.strip.queryOptions({
      input: of ? { ...of, fromFrame: window.from, toFrame: window.to, buckets, minConfidence } : skipToken,
    }),
    placeholderData: keepPreviousData,
  }).data;
  const lanes = useQuery(queryApi.video.tracks.queryOptions({ input: of ?? skipToken })).data;
  const timestampsNs = session?.player.timestampsNs;
  return useMemo(
    () => ({
      ...size,
      range,
      // Asked for again when the number of frames says that they have come.
      timestampsNs: frameCount > 0 && timestampsNs ? timestampsNs : new Float64Array(0),
      strip: strip ?? null,
      lanes: lanes ?? [],
      selectedTrack,
      inFrame,
      outFrame,
      colours,
    }),
    [size, range, frameCount, timestampsNs, strip, lanes, selectedTrack, inFrame, outFrame, colours],
  );
}

/** The whole while it fits into the buckets; else a stretch around what is in view, so that panning asks seldom. */
function stripWindow(range: FrameRange, frameCount: number): { from: number; to: number } {
  if (frameCount <= mostBuckets) return { from: 0, to: Math.max(1, frameCount) };
  const wide = 2 ** Math.ceil(Math.log2(Math.max(leastFramesInView, range.to - range.from)));
  const from = Math.max(0, Math.floor(range.from / wide) * wide);
  return { from, to: Math.min(frameCount, from + 2 * wide) };
}

/** The track of the object that is selected on the stage. */
function useSelectedTrack(): number | string | null {
  return useInspect((state) => state.selectedTrack);
}

function useSize(element: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setSize({ width: target.clientWidth, height: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

function prepared(canvas: HTMLCanvasElement | null, { width, height }: Size): CanvasRenderingContext2D | null {
  if (!canvas || width === 0) return null;
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function useWheelZoom(
  element: React.RefObject<HTMLElement | null>,
  range: FrameRange,
  frameCount: number,
  onRange: (range: FrameRange | null) => void,
): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, width } = target.getBoundingClientRect();
      const shown = range.to - range.from;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const by = ((event.deltaX || event.deltaY) / width) * shown;
        onRange(withinVideo({ from: range.from + by, to: range.to + by }, frameCount));
        return;
      }
      const factor = Math.exp(event.deltaY * 0.002);
      const at = range.from + ((event.clientX - left) / width) * shown;
      const next = Math.max(leastFramesInView, shown * factor);
      const from = at - ((at - range.from) / shown) * next;
      onRange(next >= frameCount ? null : withinVideo({ from, to: from + next }, frameCount));
    };
    // React's own listener is passive and could not keep the page from scrolling.
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, range, frameCount, onRange]);
}

function withinVideo({ from, to }: FrameRange, frameCount: number): FrameRange {
  const shown = to - from;
  const start = Math.max(0, Math.min(frameCount - shown, from));
  return { from: start, to: start + shown };
}
