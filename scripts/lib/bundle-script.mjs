import { basename, join } from 'node:path';

/** Bundles a program of ours that is no part of the product, so that Node can run it. @returns Where it lies. */
export async function bundleScript(entry, outDir) {
  const { build } = await import('vite');
  const name = `${basename(entry, '.ts')}.js`;
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      rollupOptions: { output: { entryFileNames: name } },
    },
  });
  return join(outDir, name);
}
