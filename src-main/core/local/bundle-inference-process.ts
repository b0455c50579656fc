import { join } from 'node:path';
import { build } from 'rolldown';

/** Where tests find the inference process as it runs in the product: one file, natives outside. */
export const testEntry = join(import.meta.dirname, '..', '..', '..', 'out', 'test', 'inference-process.js');

/** Vitest's global setup: bundles the inference process once, so that tests start the real one. */
export async function setup(): Promise<void> {
  await build({
    input: join(import.meta.dirname, 'inference-process.ts'),
    platform: 'node',
    external: ['onnxruntime-node', 'sharp'],
    output: { file: testEntry, format: 'esm', codeSplitting: false },
    logLevel: 'warn',
  });
}
