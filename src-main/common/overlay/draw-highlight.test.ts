import { createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { drawHighlight } from './draw-highlight';
import type { Overlay } from './draw-prediction';
import { filterScene } from './filter';
import { labelSheet } from './labels';
import { defaultLook } from './look';
import { anObject } from './overlay.builder';
import { colourScene } from './palette';
import { flattenPrediction } from './scene';

const two = [anObject({ x: 20, y: 30 }), anObject({ x: 120, y: 30 })];

function highlighted(touched: { hovered: number; selected: number }, zoom = 1, minConfidence = 0) {
  const scene = flattenPrediction({ source_width: 200, source_height: 150, objects: two });
  const overlay: Overlay = {
    scene,
    kept: filterScene(scene, { minConfidence, hiddenClasses: new Set() }),
    colouring: colourScene(scene, 'class'),
    sheet: labelSheet(scene, (score) => `${score}`, 'sans-serif'),
    notes: [],
    look: defaultLook,
    masks: null,
  };
  const context = createCanvas(1000, 750).getContext('2d');
  const view = { zoom, panX: 0, panY: 0, width: 1000, height: 750, pixelRatio: 1, unit: 1 };
  drawHighlight(context, overlay, view, touched);
  return (x: number, y: number) => context.getImageData(x, y, 1, 1).data[3] ?? 0;
}

it('draws nothing when nothing is touched', () => {
  const alphaAt = highlighted({ hovered: -1, selected: -1 });
  expect([alphaAt(20, 50), alphaAt(120, 50)]).toEqual([0, 0]);
});

it('leaves out what the filter hides, also while it is selected', () => {
  const alphaAt = highlighted({ hovered: 1, selected: 0 }, 1, 0.95);
  expect([alphaAt(20, 50), alphaAt(120, 50)]).toEqual([0, 0]);
});

it('gives the selected object dots at its corners, the hovered one only its line and label', () => {
  const alphaAt = highlighted({ hovered: 1, selected: 0 });
  expect(alphaAt(17, 83)).toBeGreaterThan(0);
  expect(alphaAt(120, 55)).toBeGreaterThan(0);
  expect(alphaAt(117, 83)).toBe(0);
  expect(alphaAt(125, 20)).toBeGreaterThan(0);
});

it('tints the selected object from afar, and leaves its pixels alone from near', () => {
  expect(highlighted({ hovered: -1, selected: 0 })(40, 55)).toBeGreaterThan(0);
  expect(highlighted({ hovered: -1, selected: 0 }, 5)(200, 275)).toBe(0);
});
