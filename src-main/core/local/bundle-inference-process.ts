import { basename, dirname, join } from 'node:path';
import { build } from 'vite';

/** Where tests find the inference process as it runs in the product: one file, natives outside. */
export const testEntry = join(import.meta.dirname, '..', '..', '..', 'out', 'test', 'inference-process.js');

/** Vitest's global setup: bundles our processes once, so that tests start the real ones. */
export async function setup(): Promise<void> {
  await bundleForTests(join(import.meta.dirname, 'inference-process.ts'));
  await bundleForTests(join(import.meta.dirname, 'model-worker.ts'));
  await bundleForTests(join(import.meta.dirname, '..', 'export', 'export-process.ts'));
}

/** Bundles one entry point into `out/test`, beside the others, under its own name. */
export async function bundleForTests(entry: string): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    // Everything but the packages with native parts, as in the product.
    ssr: { noExternal: true, external: ['onnxruntime-node', 'sharp', 'better-sqlite3', '@napi-rs/canvas'] },
    build: {
      ssr: entry,
      outDir: dirname(testEntry),
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${basename(entry, '.ts')}.js`, codeSplitting: false } },
    },
  });
}
