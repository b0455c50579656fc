import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedObject } from '#common/prediction/prediction';
import { type Region, regionOf, toRegionPoint, toSourceObject, toSourcePoint } from './region';

const source = { width: 640, height: 480 };
const anObject = (over: Partial<PredictedObject> = {}): PredictedObject => ({
  classLabel: 'car',
  x: 100,
  y: 50,
  width: 40,
  height: 20,
  ...over,
});

describe('regionOf', () => {
  it.each([
    { name: 'the box', object: {}, crop: null, region: [120, 60, 40, 20, 0] },
    { name: 'whole pixels around it', object: { x: 100.4, width: 39.2 }, crop: null, region: [120, 60, 40, 20, 0] },
    { name: 'a padding of a tenth on each side', object: {}, crop: { boxPadding: 0.1 }, region: [120, 60, 48, 24, 0] },
    { name: 'cut at the picture’s edge', object: { x: -10, y: 470 }, crop: null, region: [15, 475, 30, 10, 0] },
    { name: 'no turn without a target', object: { orientation: 30 }, crop: {}, region: [120, 60, 40, 20, 0] },
    {
      name: 'turned upright',
      object: { orientation: 30 },
      crop: { orientationTargetAngle: 0 },
      region: [120, 60, 40, 20, 30],
    },
    {
      name: 'lying for standing',
      object: { orientation: 0 },
      crop: { orientationTargetAngle: 90 },
      region: [120, 60, 20, 40, -90],
    },
    {
      name: 'a full turn is none',
      object: { orientation: 370 },
      crop: { orientationTargetAngle: 10 },
      region: [120, 60, 40, 20, 0],
    },
    {
      name: 'turned over the edge',
      object: { x: -20, y: -10, orientation: 45 },
      crop: { orientationTargetAngle: 0 },
      region: [0, 0, 40, 20, 45],
    },
  ])('$name', ({ object, crop, region }) => {
    const [cx, cy, width, height, angleDegrees] = region;
    expect(regionOf(anObject(object), crop, source)).toEqual({ cx, cy, width, height, angleDegrees });
  });

  it.each([
    { name: 'outside of the picture', object: { x: 700 } },
    { name: 'without a width', object: { width: 0 } },
    { name: 'of no numbers', object: { x: Number.NaN } },
    { name: 'without an end', object: { width: Number.POSITIVE_INFINITY } },
  ])('is none for a box $name', ({ object }) => {
    expect(regionOf(anObject(object), null, source)).toBeNull();
    expect(regionOf(anObject({ ...object, orientation: 45 }), { orientationTargetAngle: 0 }, source)).toBeNull();
  });

  it('does not grow beyond the picture, however large the padding', () => {
    const crop = { boxPadding: 10, orientationTargetAngle: 0 };
    const region = regionOf(anObject({ width: 600, height: 400, orientation: 45 }), crop, source);
    expect(Math.max(region?.width ?? 0, region?.height ?? 0)).toBeLessThanOrEqual(800);
  });
});

const regions: fc.Arbitrary<Region> = fc.record({
  cx: fc.double({ min: -100, max: 5000, noNaN: true }),
  cy: fc.double({ min: -100, max: 5000, noNaN: true }),
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 4000 }),
  angleDegrees: fc.oneof(fc.constant(0), fc.double({ min: -180, max: 180, noNaN: true })),
});
const points = fc.record({
  x: fc.double({ min: -500, max: 5000, noNaN: true }),
  y: fc.double({ min: -500, max: 5000, noNaN: true }),
});

describe('coordinates of a region', () => {
  it('come back to where they were', () => {
    fc.assert(
      fc.property(regions, points, (region, point) => {
        const there = toRegionPoint(toSourcePoint(point, region), region);
        expect(Math.hypot(there.x - point.x, there.y - point.y)).toBeLessThan(1e-6);
      }),
    );
  });

  it('keep distances', () => {
    fc.assert(
      fc.property(regions, points, points, (region, one, other) => {
        const [a, b] = [toSourcePoint(one, region), toSourcePoint(other, region)];
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeCloseTo(Math.hypot(one.x - other.x, one.y - other.y), 5);
      }),
    );
  });

  it('put an object that was turned upright back onto itself', () => {
    const boxes = fc.record({
      x: fc.double({ min: 0, max: 500, noNaN: true }),
      y: fc.double({ min: 0, max: 400, noNaN: true }),
      width: fc.double({ min: 2, max: 100, noNaN: true }),
      height: fc.double({ min: 2, max: 100, noNaN: true }),
      // Upright ones are cut at whole pixels and edges; the table above has them.
      orientation: fc.double({ min: 0.01, max: 179, noNaN: true }),
    });
    fc.assert(
      fc.property(boxes, (box) => {
        const object = anObject(box);
        const region = regionOf(object, { orientationTargetAngle: 0 }, source);
        if (!region) throw new Error('the box lies in the picture');
        // In its own region an object lies in the middle, at its own size.
        const { width, height } = object;
        const inside = anObject({ x: (region.width - width) / 2, y: (region.height - height) / 2, width, height });
        const back = toSourceObject(inside, region);
        expect(back.x).toBeCloseTo(object.x, 1);
        expect(back.y).toBeCloseTo(object.y, 1);
        const turn = Math.abs((back.orientation ?? 0) - (object.orientation ?? 0));
        expect(turn).toBeLessThan(0.01);
      }),
    );
  });

  it('move everything of an object', () => {
    const region = { cx: 60, cy: 40, width: 20, height: 40, angleDegrees: 90 };
    const point = { x: 10, y: 0 };
    const moved = { x: 80, y: 40 };
    const object = anObject({
      x: 0,
      y: 0,
      width: 20,
      height: 10,
      orientation: 5,
      outline: [point],
      contours: [{ points: [point], cutouts: [[point]] }],
      keyPoints: [{ category: 'c', points: [{ ...point, classLabel: 'nose' }] }],
      meshs: [{ points: [{ ...point, z: 3 }] }],
      objects: [anObject({ x: 0, y: 0, width: 20, height: 10 })],
    });
    expect(toSourceObject(object, region)).toEqual({
      ...object,
      x: 65,
      y: 35,
      orientation: 95,
      outline: [moved],
      contours: [{ points: [moved], cutouts: [[moved]] }],
      keyPoints: [{ category: 'c', points: [{ ...moved, classLabel: 'nose' }] }],
      meshs: [{ points: [{ ...moved, z: 3 }] }],
      objects: [anObject({ x: 65, y: 35, width: 20, height: 10, orientation: 90 })],
    });
  });
});
