import { dirname, join } from 'node:path';
import { bundleForTests, testEntry } from '#core/local/bundle-inference-process';

/** Where tests find the command line; the inference process that it starts lies beside it, as in the product. */
export const testCli = join(dirname(testEntry), 'cli.js');

/** Vitest's global setup: bundles the command line once, so that tests start the real one. */
export async function setup(): Promise<void> {
  await bundleForTests(join(import.meta.dirname, 'cli.ts'));
}
