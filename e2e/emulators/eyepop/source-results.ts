import { eachComponent } from '#common/pop/each-component';
import type { Pop } from '#common/pop/pop';
import type { PredictedObject, Prediction } from '#common/prediction/prediction';
import type { Point } from '#common/vision/geometry';
import { toSourceObject } from '#core/local/pop/region';
import type { ComponentParams, Roi } from './source-options';

/**
 * The one prediction of several pictures: as if they stood below one another in one large picture. No model of ours looks
 * at several at once, so each is looked at alone.
 */
export function stacked(predictions: readonly Prediction[]): Prediction {
  const whole = {
    width: Math.max(...predictions.map(({ source_width }) => source_width)),
    height: predictions.reduce((sum, { source_height }) => sum + source_height, 0),
  };
  let y = 0;
  const objects: PredictedObject[] = [];
  const classes: NonNullable<Prediction['classes']> = [];
  for (const prediction of predictions) {
    const { source_width: width, source_height: height } = prediction;
    const place = { cx: width / 2, cy: y + height / 2, width, height, angleDegrees: 0 };
    objects.push(...(prediction.objects ?? []).map((object) => toSourceObject(object, place)));
    classes.push(...(prediction.classes ?? []));
    y += height;
  }
  return {
    source_width: whole.width,
    source_height: whole.height,
    timestamp: 0,
    seconds: 0,
    objects,
    ...(classes.length > 0 && { classes }),
  };
}

/** Version 1 of the answers says `traceId` for what version 2 calls `trackId`. Our engine says both. */
export function inVersion(version: number, prediction: Prediction): Prediction {
  const named = ({ trackId, traceId, ...object }: PredictedObject): PredictedObject => {
    const id = trackId ?? traceId;
    return {
      ...object,
      ...(id != null && (version < 2 ? { traceId: id } : { trackId: id })),
      ...(object.objects && { objects: object.objects.map(named) }),
    };
  };
  return { ...prediction, ...(prediction.objects && { objects: prediction.objects.map(named) }) };
}

/** Without what has its centre outside of a region; the service proper does not even look there. */
export function within(roi: Roi, prediction: Prediction): Prediction {
  const outline = roi.type === 'contour' ? roi.points : corners(roi);
  const isIn = ({ x, y, width, height }: PredictedObject) =>
    windings(outline, { x: x + width / 2, y: y + height / 2 }) % 2 === 1;
  return { ...prediction, ...(prediction.objects && { objects: prediction.objects.filter(isIn) }) };
}

function corners({ x, y, width, height }: Extract<Roi, { type: 'rectangle' }>): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** How many edges a ray to the right crosses. */
function windings(outline: readonly Point[], { x, y }: Point): number {
  return outline.filter((from, index) => {
    const to = outline[(index + 1) % outline.length] ?? from;
    return from.y > y !== to.y > y && x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
  }).length;
}

/** A Pop with the values of `params` put on the components that they are addressed to. */
export function withParams(pop: Pop, params: readonly ComponentParams[]): Pop {
  const whole = structuredClone(pop);
  for (const { component } of eachComponent(whole)) {
    const values = params.find(({ componentId }) => componentId === component.id)?.values ?? {};
    if (component.type === 'inference' && Object.keys(values).length > 0) component.params = values;
  }
  return whole;
}
