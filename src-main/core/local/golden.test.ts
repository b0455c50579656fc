import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PredictedObject } from '#common/prediction/prediction';
import { clipBox } from '#common/vision/clip';
import type { Size, Xyxy } from '#common/vision/geometry';
import { iou } from '#common/vision/iou';
import { forkNodeProcess } from '../../node/fork-process';
import { testEntry } from './bundle-inference-process';
import { fixture, hasFixtures } from './fixtures.builder';
import { InferenceClient } from './inference-client';

const Reference = z.object({
  label: z.string(),
  confidence: z.number(),
  x1: z.number(),
  y1: z.number(),
  x2: z.number(),
  y2: z.number(),
  keyPoints: z.array(z.tuple([z.number(), z.number()])).optional(),
});
type Reference = z.infer<typeof Reference>;
const References = z.record(z.string(), z.array(Reference));

const read = (model: string) => References.parse(JSON.parse(readFileSync(fixture(`expected/${model}.json`), 'utf8')));
const boxOf = ({ x, y, width, height }: PredictedObject): Xyxy => [x, y, x + width, y + height];
const boxOfReference = ({ x1, y1, x2, y2 }: Reference, source: Size): Xyxy => clipBox([x1, y1, x2, y2], source);

function bestMatch(reference: Reference, objects: readonly PredictedObject[], source: Size) {
  const box = boxOfReference(reference, source);
  return objects
    .filter((object) => object.classLabel === reference.label)
    .map((object) => ({ object, iou: iou(boxOf(object), box) }))
    .sort((a, b) => b.iou - a.iou)[0];
}

// The references come from another runtime with preprocessing of its own; see the fixtures' README.
describe.skipIf(!hasFixtures)('against an independent runtime (skipped where there are no fixtures)', () => {
  const client = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  afterAll(() => client.close());

  const cases = hasFixtures
    ? ['yolox_nano', 'yunet_n_640_640'].flatMap((model) =>
        Object.entries(read(model)).map(([picture, expected]) => ({ model, picture, expected })),
      )
    : [];

  it.each(cases)('$model on $picture', async ({ model, picture, expected }) => {
    const { signal } = new AbortController();
    const { prediction } = await client.analyse(
      fixture(`images/${picture}`),
      fixture(`models/${model}.onnx`),
      0.05,
      signal,
    );
    const objects = prediction.objects ?? [];
    const source = { width: prediction.source_width, height: prediction.source_height };
    for (const reference of expected.filter(({ confidence }) => confidence >= 0.4)) {
      const match = bestMatch(reference, objects, source);
      const what = `${reference.label} ${reference.confidence}`;
      expect(match?.iou, what).toBeGreaterThanOrEqual(0.9);
      expect(Math.abs((match?.object.confidence ?? 0) - reference.confidence), what).toBeLessThanOrEqual(0.05);
      const points = match?.object.keyPoints?.[0]?.points ?? [];
      reference.keyPoints?.forEach(([x, y], index) => {
        const point = points[index];
        const side = Math.max(reference.x2 - reference.x1, reference.y2 - reference.y1);
        expect(Math.hypot((point?.x ?? Number.NaN) - x, (point?.y ?? Number.NaN) - y)).toBeLessThan(side * 0.03);
      });
    }
    // What is nearly as sure as the weakest that we ask for must be known to the other runtime too.
    for (const object of objects.filter(({ confidence }) => (confidence ?? 0) >= 0.45)) {
      const known = expected.filter(({ label }) => label === object.classLabel);
      const overlaps = known.map((reference) => iou(boxOf(object), boxOfReference(reference, source)));
      expect(Math.max(0, ...overlaps), `an extra ${object.classLabel} ${object.confidence}`).toBeGreaterThan(0.5);
    }
  });
});
