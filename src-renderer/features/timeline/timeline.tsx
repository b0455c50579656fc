import { useState } from 'react';
import { VideoExportPanels } from '../video-export/video-export-panels';
import type { FrameRange } from './draw-timeline';
import { TimelineCanvas } from './timeline-canvas';
import { Transport } from './transport';
import { useVideoCommands } from './use-video-commands';
import { usePlayer, useVideoSession } from './video-session';

/** Transport and timeline of the video on the stage; nothing for a picture. */
export function Timeline() {
  const session = useVideoSession();
  return session ? <OpenTimeline key={session.item.id} /> : null;
}

function OpenTimeline() {
  const frameCount = usePlayer((state) => state.frameCount) ?? 0;
  const [zoomed, setZoomed] = useState<FrameRange | null>(null);
  const [isFinding, setIsFinding] = useState(false);
  const range = zoomed ?? { from: 0, to: Math.max(1, frameCount) };
  useVideoCommands();
  return (
    <div data-testid="timeline" className="relative flex h-37 shrink-0 flex-col border-t border-line bg-surface">
      <Transport
        isZoomed={zoomed !== null}
        onZoomOut={() => setZoomed(null)}
        onFindSegments={() => setIsFinding(true)}
      />
      <VideoExportPanels isFinding={isFinding} onFound={() => setIsFinding(false)} />
      <TimelineCanvas range={range} frameCount={frameCount} onRange={setZoomed} />
    </div>
  );
}
