import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Point } from '#common/vision/geometry';
import { toSource } from './camera';
import { panBy, zoomBy } from './camera-moves';
import { type InspectStore, useInspectStore } from './inspect-store';
import { pathText } from './object-path';
import type { ShownOverlay } from './use-overlay';

/** A press that moves less than this is a click. */
const clickSlackPx = 4;
const hitTolerancePx = 3;

type Press = { readonly from: Point; last: Point; hasMoved: boolean };

/** Mouse, pen and touch on the stage: hover, click to select, drag to pan, wheel and pinch to zoom. */
export function useStagePointer(element: RefObject<HTMLElement | null>, shown: ShownOverlay | null) {
  const store = useInspectStore();
  const pointers = useRef(new Map<number, Press>());
  useWheel(element, store);

  const at = (event: PointerEvent): Point => {
    const edge = element.current?.getBoundingClientRect();
    return { x: event.clientX - (edge?.left ?? 0), y: event.clientY - (edge?.top ?? 0) };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, { from: at(event), last: at(event), hasMoved: false });
    },
    onPointerMove: (event: PointerEvent) => {
      const press = pointers.current.get(event.pointerId);
      if (press) drag(store, pointers.current, press, at(event));
      else hover(store, shown, at(event));
    },
    onPointerUp: (event: PointerEvent) => {
      const press = pointers.current.get(event.pointerId);
      pointers.current.delete(event.pointerId);
      if (press && !press.hasMoved && event.button === 0) selectAt(store, shown, at(event));
    },
    onPointerCancel: (event: PointerEvent) => {
      pointers.current.delete(event.pointerId);
    },
    onPointerLeave: () => {
      if (store.getState().hovered !== null) store.setState({ hovered: null });
    },
  };
}

function drag(store: InspectStore, pointers: ReadonlyMap<number, Press>, press: Press, to: Point): void {
  if (!press.hasMoved && Math.hypot(to.x - press.from.x, to.y - press.from.y) < clickSlackPx) return;
  press.hasMoved = true;
  const other = [...pointers.values()].find((one) => one !== press);
  if (other) {
    const before = Math.hypot(press.last.x - other.last.x, press.last.y - other.last.y);
    const after = Math.hypot(to.x - other.last.x, to.y - other.last.y);
    const middle = { x: (to.x + other.last.x) / 2, y: (to.y + other.last.y) / 2 };
    if (before > 0) zoomBy(store, after / before, middle);
    panBy(store, (to.x - press.last.x) / 2, (to.y - press.last.y) / 2);
  } else {
    panBy(store, to.x - press.last.x, to.y - press.last.y);
  }
  press.last = to;
}

/** The objects under a stage point, what is most likely meant first. */
export function objectsUnder(store: InspectStore, shown: ShownOverlay, at: Point): number[] {
  const { camera } = store.getState();
  const source = toSource(camera, at);
  return shown.hits.under(source.x, source.y, hitTolerancePx / camera.zoom, shown.overlay.kept);
}

function hover(store: InspectStore, shown: ShownOverlay | null, at: Point): void {
  const first = shown ? objectsUnder(store, shown, at)[0] : undefined;
  const hovered = shown && first !== undefined ? pathText(shown.overlay.scene, first) : null;
  if (hovered !== store.getState().hovered) store.setState({ hovered });
}

/** Another click on what is selected goes on to what lies under it. */
function selectAt(store: InspectStore, shown: ShownOverlay | null, at: Point): void {
  if (!shown) return;
  const { scene } = shown.overlay;
  const paths = objectsUnder(store, shown, at).map((i) => pathText(scene, i));
  const now = store.getState().selected;
  const place = now === null ? -1 : paths.indexOf(now);
  store.setState({ selected: paths[(place + 1) % Math.max(1, paths.length)] ?? null });
}

/** React listens to wheels passively, and a passive listener cannot keep the page from zooming. */
function useWheel(element: RefObject<HTMLElement | null>, store: InspectStore): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const edge = target.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1;
      // A pinch on a trackpad comes as a wheel with Ctrl and small steps.
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      zoomBy(store, Math.exp(-event.deltaY * lines * speed), {
        x: event.clientX - edge.left,
        y: event.clientY - edge.top,
      });
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, store]);
}
