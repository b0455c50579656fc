import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { filterScene } from '#common/overlay/filter';
import type { OverlayView } from '#common/overlay/look';
import { createInspectStore, InspectStoreContext } from '../../src-renderer/features/inspect/inspect-store';
import { StageCanvas } from '../../src-renderer/features/inspect/stage-canvas';
import { type ShownOverlay, useOverlay } from '../../src-renderer/features/inspect/use-overlay';
import { bareCanvasMs } from './bare-canvas';
import { cameraPath, stageSize } from './camera-path';
import { crowd, crowdSize } from './crowd';
import { konvaGroupsMs } from './konva-groups';
import { median, medianFrameMs } from './timing';

/** Milliseconds, medians. */
export type OverlayFigures = {
  readonly ours: number;
  readonly bareCanvas: number;
  readonly konvaGroups: number;
  readonly hover: number;
  readonly filter: number;
};

declare global {
  interface Window {
    measureOverlay: (count: number) => Promise<OverlayFigures>;
  }
}

const formatScore = (score: number) => `${Math.round(score * 100)} %`;

window.measureOverlay = async (count) => {
  const path = cameraPath();
  const views = path.map((camera): OverlayView => ({ ...camera, ...stageSize, pixelRatio: 1, unit: 1 }));
  const { shown, ours } = await oursMs(count);
  return {
    ours,
    bareCanvas: await bareCanvasMs(shown, views),
    konvaGroups: await konvaGroupsMs(shown, path),
    hover: hoverMs(shown),
    filter: filterMs(shown),
  };
};

/** The viewer's own canvases, moved as the wheel and the hand move them. */
async function oursMs(count: number): Promise<{ readonly shown: ShownOverlay; readonly ours: number }> {
  const store = createInspectStore({ stage: stageSize, picture: crowdSize, minConfidence: 0, isFitted: false });
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const prediction = crowd(count);
  const shown = await new Promise<ShownOverlay>((resolve) => {
    root.render(
      <InspectStoreContext value={store}>
        <Viewer prediction={prediction} onReady={resolve} />
      </InspectStoreContext>,
    );
  });
  const marks = () => {
    const canvas = host.querySelectorAll('canvas')[1];
    if (!canvas) throw new Error('the viewer has no canvas of marks');
    return canvas;
  };
  const ours = await medianFrameMs(cameraPath(), 4, (camera) => store.setState({ camera }), marks);
  root.unmount();
  host.remove();
  return { shown, ours };
}

type ViewerProps = {
  readonly prediction: ReturnType<typeof crowd>;
  readonly onReady: (shown: ShownOverlay) => void;
};

function Viewer({ prediction, onReady }: ViewerProps) {
  const shown = useOverlay(prediction, formatScore);
  useEffect(() => {
    if (shown) onReady(shown);
  }, [shown, onReady]);
  return <StageCanvas image={null} shown={shown} live={null} />;
}

/** One hit test, each in a batch of 100 at different places: a clock of the browser is too coarse for one. */
function hoverMs({ overlay, hits }: ShownOverlay): number {
  let found = 0;
  const batches = Array.from({ length: 30 }, (_, batch) => {
    const start = performance.now();
    for (let i = 0; i < 100; i += 1) {
      const x = ((batch * 100 + i) * 733.7) % crowdSize.width;
      const y = ((batch * 100 + i) * 397.3) % crowdSize.height;
      found += hits.under(x, y, 3, overlay.kept).length;
    }
    return (performance.now() - start) / 100;
  });
  if (found === 0) throw new Error('no hit test found anything');
  return median(batches);
}

/** Filtering by class and confidence, in batches of 10 for the same reason. */
function filterMs({ overlay }: ShownOverlay): number {
  let kept = 0;
  const batches = Array.from({ length: 30 }, (_, batch) => {
    const start = performance.now();
    for (let i = 0; i < 10; i += 1) {
      const minConfidence = ((batch * 10 + i) % 100) / 100;
      kept += filterScene(overlay.scene, { minConfidence, hiddenClasses: new Set(['car', 'dog']) }).count;
    }
    return (performance.now() - start) / 10;
  });
  if (kept === 0) throw new Error('no filter kept anything');
  return median(batches);
}
