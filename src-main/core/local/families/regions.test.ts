import { resolve } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { forkNodeProcess } from '../../../node/fork-process';
import { testEntry } from '../bundle-inference-process';
import { fixture, hasFixtures } from '../fixtures.builder';
import { InferenceClient } from '../inference-client';

describe.skipIf(!hasFixtures)('regions on a photograph (skipped where there are no fixtures)', () => {
  const client = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  afterAll(() => client.close());

  it('outlines each of 24 coins by itself', async () => {
    const model = resolve('resources', 'models', 'regions', 'model.onnx');
    const { signal } = new AbortController();
    const { prediction } = await client.analyse(fixture('images/coins.png'), model, 0.05, signal);
    expect(prediction.objects).toHaveLength(24);
    // Coins are round; two of them joined would be twice as wide as high.
    for (const { width, height } of prediction.objects ?? []) {
      expect(Math.max(width / height, height / width)).toBeLessThan(1.35);
    }
  });
});
