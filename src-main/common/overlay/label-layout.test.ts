import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedObject } from '../prediction/prediction';
import { filterScene } from './filter';
import { layOutLabels, type Taken } from './label-layout';
import { labelFont, labelHeightPx, labelSheet } from './labels';
import type { OverlayView } from './look';
import { aCrowd } from './overlay.builder';
import { flattenPrediction } from './scene';

const size = { width: 400, height: 300 };
const asWhole: OverlayView = { zoom: 1, panX: 0, panY: 0, ...size, pixelRatio: 1, unit: 1 };

function layOut(
  objects: PredictedObject[],
  view: OverlayView = asWhole,
  minConfidence = 0,
  taken: readonly Taken[] = [],
) {
  const scene = flattenPrediction({ source_width: size.width, source_height: size.height, objects });
  const sheet = labelSheet(scene, (score) => `${Math.round(score * 100)} %`, 'sans-serif');
  const context = createCanvas(1, 1).getContext('2d');
  context.font = labelFont(sheet, view.unit);
  const kept = filterScene(scene, { minConfidence, hiddenClasses: new Set() });
  const layout = layOutLabels(context, scene, kept, sheet, view, taken);
  return Array.from({ length: layout.count }, (_, at) => {
    const i = layout.objects[at] ?? 0;
    const text = sheet.texts[sheet.textOf[i] ?? 0] ?? '';
    return { i, text, x: layout.x[at] ?? 0, y: layout.y[at] ?? 0, width: layout.width[at] ?? 0 };
  });
}

const box = (x: number, y: number, confidence: number, side = 60): PredictedObject => ({
  classLabel: 'person',
  confidence,
  x,
  y,
  width: side,
  height: side,
});

describe('layOutLabels', () => {
  it('puts class and confidence above the box', () => {
    const [label] = layOut([box(100, 100, 0.92)]);
    expect(label?.text).toBe('person 92 %');
    expect([label?.x, label?.y]).toEqual([99, 100 - labelHeightPx]);
  });

  it('puts it inside where above is out of the view', () => {
    expect(layOut([box(100, 0, 0.92)])[0]?.y).toBe(1);
  });

  it('gives the room to the surest, and what is hidden takes none', () => {
    // All places of a box of this size are taken after three labels; the fourth object goes without.
    const crowd = [box(100, 100, 0.3), box(100, 100, 0.9), box(100, 100, 0.8), box(100, 100, 0.7), box(100, 100, 0.6)];
    const texts = layOut(crowd).map(({ text }) => text);
    expect(texts.slice(0, 3)).toEqual(['person 90 %', 'person 80 %', 'person 70 %']);
    expect(texts).not.toContain('person 30 %');
    expect(layOut(crowd, asWhole, 0.95)).toEqual([]);
  });

  it('never lets two labels touch, nor one leave the view', () => {
    const objects = fc.array(
      fc
        .tuple(
          fc.integer({ min: -40, max: 400 }),
          fc.integer({ min: -40, max: 300 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.integer({ min: 2, max: 200 }),
        )
        .map(([x, y, confidence, side]) => box(x, y, confidence, side)),
      { minLength: 1, maxLength: 120 },
    );
    const view = fc
      .tuple(fc.double({ min: 0.3, max: 3, noNaN: true }), fc.integer({ min: -90, max: 90 }), fc.constantFrom(1, 2.5))
      .map(([zoom, pan, unit]): OverlayView => ({ ...asWhole, zoom, panX: pan, panY: -pan, unit }));
    fc.assert(
      fc.property(objects, view, (some, from) => {
        const height = labelHeightPx * from.unit;
        const labels = layOut(some, from);
        for (const [at, a] of labels.entries()) {
          expect(a.x >= 0 && a.y >= 0).toBe(true);
          expect(a.x + a.width <= size.width + 0.01 && a.y + height <= size.height + 0.01).toBe(true);
          const touches = labels
            .slice(at + 1)
            .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + height && b.y < a.y + height);
          expect(touches).toEqual([]);
        }
      }),
    );
  });

  it('labels the same objects while the picture is panned by parts of a pixel', () => {
    const objects = aCrowd(120);
    const at = (pan: number) => {
      const view = { ...asWhole, zoom: 4, width: 2000, height: 2000, panX: 300 + pan, panY: 300 + pan };
      return layOut(objects, view).map(({ i }) => i);
    };
    const still = at(0);
    expect(still.length).toBeGreaterThan(20);
    for (const pan of [0.25, 1, 1.5, 2.75, 3, 17.5]) expect(at(pan)).toEqual(still);
  });

  it('leaves specks unlabelled in a crowd, and labels them when they are few', () => {
    const specks = (count: number) =>
      Array.from({ length: count }, (_, i) => box((i % 20) * 20, Math.floor(i / 20) * 20, 0.9, 3));
    expect(layOut(specks(260))).toEqual([]);
    expect(layOut(specks(4)).length).toBeGreaterThan(0);
  });

  it('keeps the label of a box that reaches out of the view inside the view', () => {
    const [label] = layOut([{ ...box(10, 10, 0.9), width: 380, height: 280 }], {
      ...asWhole,
      zoom: 3,
      panX: -200,
      panY: -200,
    });
    expect([label?.x, label?.y]).toEqual([0, 0]);
  });

  it('keeps out of what is taken', () => {
    const labelAt = (taken: readonly Taken[]) => layOut([box(100, 100, 0.9)], asWhole, 0, taken)[0]?.y;
    expect(labelAt([])).toBe(100 - labelHeightPx);
    expect(labelAt([{ x: 90, y: 80, width: 80, height: 15 }])).toBe(101);
    // A note may reach out of the view; the part within counts all the same.
    expect(labelAt([{ x: -50, y: 84, width: 9_000, height: 16 }])).not.toBe(84);
  });
});
