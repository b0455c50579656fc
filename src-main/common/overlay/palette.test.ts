import { describe, expect, it } from 'vitest';
import { classSlots, colourScene, swatchesOfClasses } from './palette';
import { flattenPrediction } from './scene';

const at = { x: 0, y: 0, width: 10, height: 10 };
const sceneOf = (...classLabels: string[]) =>
  flattenPrediction({
    source_width: 100,
    source_height: 100,
    objects: classLabels.map((classLabel) => ({ ...at, classLabel })),
  });
const lookOf = (names: readonly string[]) =>
  swatchesOfClasses(sceneOf(...names)).map(({ line, mark }) => `${line} ${mark}`);

describe('colours of classes', () => {
  it('do not depend on the order in which the objects came', () => {
    const names = ['person', 'car', 'bicycle', 'dog', 'traffic light'];
    const forward = new Map(names.map((name, at) => [name, lookOf(names)[at]]));
    const back = [...names].reverse();
    const backward = new Map(back.map((name, at) => [name, lookOf(back)[at]]));
    for (const name of names) expect(backward.get(name)).toBe(forward.get(name));
  });

  it('differ within a picture: by colour up to eleven classes, then by colour and mark together', () => {
    const names = Array.from({ length: 60 }, (_, i) => `class ${i}`);
    const few = swatchesOfClasses(sceneOf(...names.slice(0, 11))).map(({ line }) => line);
    expect(new Set(few).size).toBe(11);
    expect(new Set(lookOf(names)).size).toBe(60);
  });

  it('exist for more classes than there are swatches', () => {
    const names = Array.from({ length: 500 }, (_, i) => `class ${i}`);
    const swatches = swatchesOfClasses(sceneOf(...names));
    expect(classSlots(names)).toHaveLength(500);
    expect(swatches.every(({ line }) => /^#[0-9a-f]{6}$/.test(line))).toBe(true);
  });

  it('carry ink that can be read on them: at least 4.5 to 1', () => {
    const names = Array.from({ length: 66 }, (_, i) => `class ${i}`);
    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = (colour: string) => {
      const [r, g, b] = [1, 3, 5].map((from) => channel(Number.parseInt(colour.slice(from, from + 2), 16) / 255));
      return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
    };
    const { swatches } = colourScene(sceneOf('a'), 'confidence');
    for (const { line, ink } of [...swatchesOfClasses(sceneOf(...names)), ...swatches]) {
      const [light, dark] = [luminance(line), luminance(ink)].sort((a, b) => b - a);
      expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('colourScene', () => {
  it('keeps the colour of a tracked object from frame to frame', () => {
    const frame = (...trackIds: number[]) =>
      flattenPrediction({
        source_width: 100,
        source_height: 100,
        objects: trackIds.map((trackId) => ({ ...at, classLabel: 'car', trackId })),
      });
    const before = colourScene(frame(7, 8, 9), 'instance');
    const after = colourScene(frame(9, 7), 'instance');
    expect([...after.ofObject]).toEqual([before.ofObject[2], before.ofObject[0]]);
  });
});
