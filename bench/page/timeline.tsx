import { createORPCClient } from '@orpc/client';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import type { MediaItem } from '#common/contract/media';
import { ApiProvider } from '../../src-renderer/app/api';
import type { Api, ConnectionState } from '../../src-renderer/app/connection';
import { createInspectStore, InspectStoreContext } from '../../src-renderer/features/inspect/inspect-store';
import type { FrameRange } from '../../src-renderer/features/timeline/draw-timeline';
import { TimelineCanvas } from '../../src-renderer/features/timeline/timeline-canvas';
import { usePlayer, VideoSessionProvider } from '../../src-renderer/features/timeline/video-session';
import { flush } from './timing';

declare global {
  interface Window {
    /** The core of the benchmark, which is outside the page as the product's is. */
    callCore: (path: string, input: unknown) => Promise<unknown>;
    /** Milliseconds of each turn of the wheel, from the event to the finished canvas. */
    measureTimeline: (item: MediaItem) => Promise<number[]>;
  }
}

const size = { width: 1120, height: 110 };
const warmUps = 30;

window.measureTimeline = async (item) => {
  const api = createORPCClient<Api>({ call: (path, input) => window.callCore(path.join('.'), input) });
  const state = createStore<ConnectionState>()(() => ({ status: 'open', epoch: 1, attempt: 0 }));
  const host = document.createElement('div');
  host.style.cssText = `display: flex; width: ${size.width}px; height: ${size.height}px;`;
  document.body.append(host);
  createRoot(host).render(
    <ApiProvider connection={{ api, state }}>
      <InspectStoreContext value={createInspectStore({ minConfidence: 0.3 })}>
        <VideoSessionProvider item={item}>
          <Zoomable />
        </VideoSessionProvider>
      </InspectStoreContext>
    </ApiProvider>,
  );
  const slider = await shown(host);
  const canvas = slider.querySelector('canvas');
  if (!canvas) throw new Error('the timeline has no canvas');
  const frames: number[] = [];
  for (const [at, wheel] of wheels().entries()) {
    // At the beginning of a frame; what it asked the core for before may come meanwhile, as it would.
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    slider.dispatchEvent(new WheelEvent('wheel', { ...wheel, cancelable: true }));
    flush(canvas);
    const ms = performance.now() - start;
    if (at >= warmUps) frames.push(ms);
  }
  return frames;
};

/** As the timeline of a video holds its canvas. */
function Zoomable() {
  const frameCount = usePlayer((state) => state.frameCount) ?? 0;
  const [zoomed, setZoomed] = useState<FrameRange | null>(null);
  const range = zoomed ?? { from: 0, to: Math.max(1, frameCount) };
  return (
    <div style={{ position: 'relative', display: 'flex', flex: 1 }}>
      <TimelineCanvas
        range={range}
        frameCount={frameCount}
        // React would put it off to a moment that cannot be told; here it is part of the turn.
        onRange={(next) => flushSync(() => setZoomed(next))}
      />
    </div>
  );
}

/** The canvas, once it has all of the video's frames and lanes. */
async function shown(host: HTMLElement): Promise<HTMLElement> {
  for (;;) {
    const slider = host.querySelector<HTMLElement>('[data-testid="timeline-canvas"]');
    if (slider) {
      // No style sheet here gives the canvases their place.
      slider.style.cssText = 'position: relative; flex: 1; height: 100%;';
      for (const canvas of slider.querySelectorAll('canvas')) canvas.style.cssText = 'position: absolute; inset: 0;';
    }
    if (slider && Number(slider.dataset.analysed) > 0 && Number(slider.dataset.lanes) > 0) return slider;
    await new Promise(requestAnimationFrame);
  }
}

/** In to some dozens of frames, along, out again, and the same elsewhere; the first few turns are forth and back. */
function wheels(): WheelEventInit[] {
  const zoom = (deltaY: number, clientX: number, times: number) =>
    Array.from({ length: times }, () => ({ deltaY, clientX }));
  const pan = (deltaX: number, times: number) => Array.from({ length: times }, () => ({ deltaX }));
  const walk = (clientX: number) => [
    ...zoom(-60, clientX, 20),
    ...pan(90, 60),
    ...zoom(-60, clientX, 30),
    ...pan(-70, 60),
    ...zoom(60, clientX, 55),
  ];
  return [...zoom(-50, 300, warmUps / 2), ...zoom(50, 300, warmUps / 2), ...walk(200), ...walk(560), ...walk(900)];
}
