/**
 * Overlays in a real browser: frames of a pan-zoom against the least code that draws the same and against one Konva group
 * a box; hit tests and filtering against their limits. Every peer runs in the same page, right after ours.
 */
import { inPage } from './in-page';
import { report } from './report';

/** As `bench/page/main.tsx` gives them: milliseconds, medians. */
type OverlayFigures = {
  readonly ours: number;
  readonly bareCanvas: number;
  readonly konvaGroups: number;
  readonly hover: number;
  readonly filter: number;
};

const oneFrameMs = 16;

await inPage('index.html', async (tab) => {
  for (const count of [1_000, 5_000, 10_000]) {
    say(count, await tab.evaluate<OverlayFigures>(`measureOverlay(${count})`));
  }
});

function say(count: number, { ours, bareCanvas, konvaGroups, hover, filter }: OverlayFigures): void {
  const boxes = `${count.toLocaleString('en')} boxes`;
  const frame = `frame of a pan-zoom, ${boxes}`;
  report({ what: frame, oursMs: ours, peer: 'bare canvas, same labels', peerMs: bareCanvas, bar: { atMost: 1.5 } });
  report({ what: frame, oursMs: ours, peer: 'a react-konva group a box', peerMs: konvaGroups, bar: { atLeast: 8 } });
  if (count < 10_000) return;
  report({ what: `hover, ${boxes}`, oursMs: hover, peer: 'limit', peerMs: 1, bar: { atMost: 1 } });
  report({ what: `filter, ${boxes}`, oursMs: filter, peer: 'one frame', peerMs: oneFrameMs, bar: { atMost: 1 } });
}
