import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape, Stage } from 'react-konva';
import type { Canvas2D } from '#common/overlay/canvas-2d';
import { drawHighlight } from '#common/overlay/draw-highlight';
import { drawPrediction } from '#common/overlay/draw-prediction';
import type { OverlayView } from '#common/overlay/look';
import type { Size } from '#common/vision/geometry';
import { drawPicture } from './draw-picture';
import { type InspectState, useInspect, useInspectStore } from './inspect-store';
import { indexOfPathText, indexOfTrack } from './object-path';
import type { ShownOverlay } from './use-overlay';

type StageCanvasProps = {
  readonly image: CanvasImageSource | null;
  readonly shown: ShownOverlay | null;
  /** Of a video: tells when another frame is on screen, and what was found in it. */
  readonly live: LiveStage | null;
};

export type LiveStage = {
  onPresented(listener: () => void): () => void;
  overlay(): ShownOverlay | null;
  /** Where tracked objects came from; drawn under what they are. */
  drawTrails(context: Canvas2D, view: OverlayView): void;
  /** The frame that the overlay belongs to; null where the image given is to be drawn. */
  picture(): CanvasImageSource | null;
};

const fadeInMs = 180;

/** The view of an inspect state: what the overlay needs to know of camera and stage. */
export function viewOf({ camera, stage }: Pick<InspectState, 'camera' | 'stage'>): OverlayView {
  return { ...camera, ...stage, pixelRatio: window.devicePixelRatio, unit: 1 };
}

/**
 * Picture, marks and the touched object: three canvases, each drawn in one pass by a single shape. Moving the camera never
 * goes through React; Konva gathers all redraws of a frame into one.
 */
export function StageCanvas({ image, shown: given, live }: StageCanvasProps) {
  const store = useInspectStore();
  const stage = useInspect((state) => state.stage);
  const picture = useInspect((state) => state.picture);
  const layers = useRef<{ picture: Konva.Layer | null; marks: Konva.Layer | null; touch: Konva.Layer | null }>({
    picture: null,
    marks: null,
    touch: null,
  });

  useEffect(
    () =>
      store.subscribe((now, before) => {
        const { picture: under, marks, touch } = layers.current;
        const hasMoved = now.camera !== before.camera;
        if (hasMoved) under?.batchDraw();
        if (hasMoved) marks?.batchDraw();
        const isTouching = now.hovered !== null || now.selected !== null || now.selectedTrack !== null;
        const hasTouched =
          now.hovered !== before.hovered ||
          now.selected !== before.selected ||
          now.selectedTrack !== before.selectedTrack;
        if (hasTouched || (hasMoved && isTouching)) touch?.batchDraw();
      }),
    [store],
  );

  useEffect(
    () =>
      live?.onPresented(() => {
        // At once, not with the next redraw: by then the video may be a frame further than what is drawn over it.
        const { picture: under, marks, touch } = layers.current;
        under?.draw();
        marks?.draw();
        touch?.draw();
      }),
    [live],
  );

  const shown = () => (live ? live.overlay() : given);
  const scene = live ? undefined : given?.overlay.scene;
  useEffect(() => {
    const canvas = layers.current.marks?.getNativeCanvasElement();
    if (!scene || !canvas || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const fade = canvas.animate([{ opacity: 0 }, { opacity: 1 }], { duration: fadeInMs, easing: 'ease-out' });
    return () => fade.cancel();
  }, [scene]);

  return (
    <Stage width={stage.width} height={stage.height} listening={false}>
      <PictureLayer
        layerRef={(layer) => {
          layers.current.picture = layer;
        }}
        imageNow={() => (image && live?.picture()) || image}
        size={picture}
      />
      <Layer
        listening={false}
        ref={(layer) => {
          layers.current.marks = layer;
        }}
      >
        <Shape
          listening={false}
          perfectDrawEnabled={false}
          sceneFunc={(context) => {
            const now = shown();
            if (!now) return;
            const view = viewOf(store.getState());
            live?.drawTrails(plain(context), view);
            drawPrediction(plain(context), now.overlay, view);
          }}
        />
      </Layer>
      <Layer
        listening={false}
        ref={(layer) => {
          layers.current.touch = layer;
        }}
      >
        <Shape
          listening={false}
          perfectDrawEnabled={false}
          sceneFunc={(context) => {
            const now = shown();
            if (!now) return;
            const state = store.getState();
            const { scene } = now.overlay;
            const hovered = indexOfPathText(scene, state.hovered);
            const onTrack = live ? indexOfTrack(scene, state.selectedTrack) : -1;
            const selected = onTrack >= 0 ? onTrack : indexOfPathText(scene, state.selected);
            drawHighlight(plain(context), now.overlay, viewOf(state), { hovered, selected });
          }}
        />
      </Layer>
    </Stage>
  );
}

type PictureLayerProps = {
  readonly layerRef: (layer: Konva.Layer | null) => void;
  readonly imageNow: () => CanvasImageSource | null;
  readonly size: Size;
};

function PictureLayer({ layerRef, imageNow, size }: PictureLayerProps) {
  const store = useInspectStore();
  return (
    <Layer listening={false} ref={layerRef}>
      <Shape
        listening={false}
        perfectDrawEnabled={false}
        sceneFunc={(context) => {
          const image = imageNow();
          if (image) drawPicture(context._context, image, size, viewOf(store.getState()));
        }}
      />
    </Layer>
  );
}

/** Konva wraps the context to record calls for debugging; ten thousand boxes go to the canvas itself. */
const plain = (context: Konva.Context): Canvas2D => context._context;
