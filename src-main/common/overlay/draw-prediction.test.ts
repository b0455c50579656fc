import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { PredictedObject, Prediction } from '../prediction/prediction';
import { annotate } from './annotate';
import type { CreateImage } from './canvas-2d';
import { drawPrediction } from './draw-prediction';
import { filterScene, type SceneFilter } from './filter';
import { labelSheet } from './labels';
import { defaultLook, type OverlayLook, type OverlayView } from './look';
import { createMaskImages } from './mask-images';
import { type ColourMode, colourScene } from './palette';
import { flattenPrediction } from './scene';

const ground = '#202020';
const formatScore = (score: number) => `${Math.round(score * 100)} %`;
const createImage: CreateImage = (width, height, rgba) => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return canvas;
};

type Drawing = {
  readonly view?: Partial<OverlayView>;
  readonly look?: Partial<OverlayLook>;
  readonly filter?: Partial<SceneFilter>;
  readonly colourMode?: ColourMode;
};

/** Draws over a plain ground and reads pixels back as `#rrggbb`. */
function draw(objects: PredictedObject[], drawing: Drawing = {}, rest: Partial<Prediction> = {}) {
  const prediction: Prediction = { source_width: 200, source_height: 160, objects, ...rest };
  const scene = flattenPrediction(prediction);
  const colouring = colourScene(scene, drawing.colourMode ?? 'class');
  const canvas = createCanvas(200, 160);
  const context = canvas.getContext('2d');
  context.fillStyle = ground;
  context.fillRect(0, 0, 200, 160);
  const drawn = drawPrediction(
    context,
    {
      scene,
      kept: filterScene(scene, { minConfidence: 0, hiddenClasses: new Set(), ...drawing.filter }),
      colouring,
      sheet: labelSheet(scene, formatScore, 'sans-serif'),
      notes: [],
      look: { ...defaultLook, labels: false, ...drawing.look },
      masks: createMaskImages(createImage),
    },
    { zoom: 1, panX: 0, panY: 0, width: 200, height: 160, pixelRatio: 1, unit: 1, ...drawing.view },
  );
  const data = context.getImageData(0, 0, 200, 160).data;
  const pixel = (x: number, y: number) => {
    const at = 4 * (Math.floor(y) * 200 + Math.floor(x));
    return `#${[...data.slice(at, at + 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  };
  const line = (i: number) => colouring.swatches[colouring.ofObject[i] ?? 0]?.line;
  return { pixel, line, drawn, data };
}

const box = (classLabel: string, x: number, y: number, width: number, height: number): PredictedObject => ({
  classLabel,
  confidence: 0.9,
  x,
  y,
  width,
  height,
});
const square = (from: number, to: number) => [
  { x: from, y: from },
  { x: to, y: from },
  { x: to, y: to },
  { x: from, y: to },
];

describe('boxes', () => {
  it('have the colour of their class on all four sides and nothing inside', () => {
    const { pixel, line } = draw([box('cat', 20, 20, 60, 40), box('dog', 120, 20, 40, 40)]);
    expect(line(0)).not.toBe(line(1));
    for (const [x, y] of [
      [20, 40],
      [79, 40],
      [50, 20],
      [50, 59],
    ] as const) {
      expect(pixel(x, y)).toBe(line(0));
    }
    expect(pixel(120, 40)).toBe(line(1));
    expect(pixel(50, 40)).toBe(ground);
  });

  it('stand where zoom and pan put them, with lines as thick as before', () => {
    const { pixel, line } = draw([box('cat', 20, 20, 30, 20)], { view: { zoom: 3, panX: -10, panY: 5 } });
    expect(pixel(50, 90)).toBe(line(0));
    expect(pixel(139, 90)).toBe(line(0));
    expect(pixel(60, 90)).toBe(ground);
  });

  it('turn clockwise about their centre', () => {
    const { pixel, line } = draw([{ ...box('pole', 40, 70, 80, 20), orientation: 30 }]);
    const right = { x: 80 + 40 * Math.cos(Math.PI / 6), y: 80 + 40 * Math.sin(Math.PI / 6) };
    expect(pixel(right.x, right.y)).toBe(line(0));
    expect(pixel(right.x, 160 - right.y)).toBe(ground);
  });

  it('are a dot where they are too small to be seen', () => {
    const { pixel, line } = draw([box('speck', 100, 100, 1, 1)]);
    expect(pixel(101, 101)).toBe(line(0));
  });

  it('are left out where the filter, the view or the look says so', () => {
    const cat = box('cat', 20, 20, 60, 40);
    expect(draw([cat], { filter: { minConfidence: 0.95 } }).drawn.objects).toBe(0);
    expect(draw([cat], { view: { panX: -500 } }).drawn.objects).toBe(0);
    expect(draw([cat], { filter: { hiddenClasses: new Set(['cat']) } }).pixel(20, 40)).toBe(ground);
    expect(draw([cat], { look: { boxes: false } }).pixel(20, 40)).toBe(ground);
  });

  it('mix with the picture, as opaque as asked', () => {
    const green = (colour: string | undefined) => Number.parseInt(colour?.slice(3, 5) ?? '', 16);
    const { pixel, line } = draw([box('cat', 20, 20, 60, 40)], { look: { opacity: 0.5 } });
    expect(green(pixel(20, 40))).toBeGreaterThan(green(ground));
    expect(green(pixel(20, 40))).toBeLessThan(green(line(0)));
  });

  it('take a colour each, or one that tells how sure they are, when asked', () => {
    const two = [{ ...box('cat', 20, 20, 40, 40), confidence: 0.1 }, box('cat', 100, 20, 40, 40)];
    const classes = draw(two);
    expect(classes.pixel(20, 40)).toBe(classes.pixel(100, 40));
    for (const colourMode of ['instance', 'confidence'] as const) {
      const { pixel, line } = draw(two, { colourMode });
      expect(pixel(20, 40)).toBe(line(0));
      expect(pixel(100, 40)).toBe(line(1));
      expect(line(0)).not.toBe(line(1));
    }
  });
});

describe('areas', () => {
  it('fill a contour and leave its hole empty', () => {
    const contours = [{ points: square(20, 120), cutouts: [square(50, 90)] }];
    // Half a pixel on, the line of 1.75 px covers a pixel wholly.
    const view = { panX: 0.5, panY: 0.5 };
    const { pixel, line } = draw([{ ...box('ring', 20, 20, 100, 100), contours }], { view });
    expect(pixel(35, 70)).not.toBe(ground);
    expect(pixel(70, 70)).toBe(ground);
    expect(pixel(50, 70)).toBe(line(0));
  });

  it('leave single pixels their colours: no fill from near, the outline stays', () => {
    const contours = [{ points: square(10, 30) }];
    const { pixel } = draw([{ ...box('near', 10, 10, 20, 20), contours }], {
      view: { zoom: 5 },
      look: { boxes: false },
    });
    expect(pixel(100, 100)).toBe(ground);
    expect(pixel(50, 100)).not.toBe(ground);
  });

  it('paint the set bits of a mask, stretched over the box, rows padded to their stride', () => {
    // 3 x 2 in rows of two bytes: # . # over . # .
    const bytes = String.fromCharCode(0b10100000, 0xff, 0b01000000, 0xff);
    const mask = { bitmap: btoa(bytes), width: 3, height: 2, stride: 2 };
    const { pixel } = draw([{ ...box('mask', 30, 20, 90, 80), mask }]);
    const isSet = ([x, y]: readonly [number, number]) => pixel(x, y) !== ground;
    expect(
      (
        [
          [45, 40],
          [75, 40],
          [105, 40],
          [45, 80],
          [75, 80],
          [105, 80],
        ] as const
      ).map(isSet),
    ).toEqual([true, false, true, false, true, false]);
  });

  it('survive a mask whose bytes are missing', () => {
    const mask = { bitmap: '', width: 400, height: 400, stride: 50 };
    expect(draw([{ ...box('mask', 30, 20, 90, 80), mask }]).pixel(75, 60)).toBe(ground);
  });
});

describe('points', () => {
  it('join the joints of a body by their names', () => {
    const points = [
      { x: 20, y: 20, classLabel: 'left shoulder' },
      { x: 20, y: 120, classLabel: 'left elbow' },
      { x: 160, y: 20, classLabel: 'left ankle' },
    ];
    const keyPoints = [{ category: '2d-body-points', points }];
    const { pixel, line } = draw([{ ...box('person', 5, 5, 190, 150), keyPoints }]);
    expect(pixel(20, 70)).toBe(line(0));
    expect(pixel(90, 20)).toBe(ground);
    expect(pixel(160, 20)).toBe('#ffffff');
  });

  it('of the picture itself are drawn too, and meshes', () => {
    const { pixel } = draw(
      [],
      {},
      { keyPoints: [{ points: [{ x: 50, y: 50 }] }], meshs: [{ points: [{ x: 90, y: 90 }] }] },
    );
    expect(pixel(50, 50)).toBe('#ffffff');
    expect(pixel(90, 90)).not.toBe(ground);
  });
});

describe('labels and notes', () => {
  it('stand above the box on the colour of the class', () => {
    const { pixel, line, drawn } = draw([box('cat', 20, 60, 60, 40)], { look: { labels: true } });
    expect(drawn.labels).toBe(1);
    expect(pixel(21, 46)).toBe(line(0));
  });

  it('say what was found of the whole picture, over a picture of any size', () => {
    const canvas = createCanvas(400, 320);
    const context = canvas.getContext('2d');
    const prediction = { source_width: 200, source_height: 160, classes: [{ classLabel: 'cat', confidence: 0.9 }] };
    annotate(context, { width: 400, height: 320 }, prediction, {
      filter: { minConfidence: 0, hiddenClasses: new Set() },
      colourMode: 'class',
      formatScore,
      createImage,
    });
    expect(context.getImageData(12, 18, 1, 1).data[3]).toBeGreaterThan(0);
    expect(context.getImageData(300, 300, 1, 1).data[3]).toBe(0);
  });
});
