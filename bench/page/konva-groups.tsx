import type Konva from 'konva';
import { createRoot } from 'react-dom/client';
import { Group, Layer, Rect, Stage, Text } from 'react-konva';
import type { Camera } from '../../src-renderer/features/inspect/camera';
import type { ShownOverlay } from '../../src-renderer/features/inspect/use-overlay';
import { stageSize } from './camera-path';
import { medianFrameMs } from './timing';

/** The usual way: one React component and one Konva group a box, moved by the stage's transform. */
export async function konvaGroupsMs({ overlay }: ShownOverlay, path: readonly Camera[]): Promise<number> {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const stage = await new Promise<Konva.Stage>((resolve) => {
    root.render(<Groups overlay={overlay} onReady={resolve} />);
  });
  const layer = stage.getLayers()[0];
  if (!layer) throw new Error('the stage has no layer');
  const ms = await medianFrameMs(
    path,
    1,
    (camera) => {
      stage.scale({ x: camera.zoom, y: camera.zoom });
      stage.position({ x: camera.panX, y: camera.panY });
      stage.batchDraw();
    },
    () => layer.getNativeCanvasElement(),
  );
  root.unmount();
  host.remove();
  return ms;
}

type GroupsProps = {
  readonly overlay: ShownOverlay['overlay'];
  readonly onReady: (stage: Konva.Stage) => void;
};

/** It does not listen, which spares it the second canvas that Konva keeps for hit tests. */
function Groups({ overlay, onReady }: GroupsProps) {
  const { scene, sheet, colouring } = overlay;
  return (
    <Stage {...stageSize} ref={(stage: Konva.Stage | null) => void (stage && onReady(stage))}>
      <Layer listening={false}>
        {scene.objects.map((object, i) => {
          const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <Group key={i} x={object.x} y={object.y}>
              <Rect
                width={object.width}
                height={object.height}
                stroke={swatch?.line ?? '#fff'}
                strokeWidth={2}
                strokeScaleEnabled={false}
              />
              <Rect y={-16} width={70} height={16} fill={swatch?.line ?? '#fff'} />
              <Text x={5} y={-13} text={sheet.texts[sheet.textOf[i] ?? 0] ?? ''} fontSize={11} fill="#000" />
            </Group>
          );
        })}
      </Layer>
    </Stage>
  );
}
