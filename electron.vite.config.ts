import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Packages with native parts stay outside the bundle; everything else is bundled, so that a release is a few files.
const native = ['electron', 'onnxruntime-node', 'sharp', 'better-sqlite3', '@napi-rs/canvas'];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        external: native,
        input: {
          electron: 'src-main/electron/main.ts',
          server: 'src-main/node/server.ts',
          cli: 'src-main/node/cli.ts',
          'inference-process': 'src-main/core/local/inference-process.ts',
          'export-process': 'src-main/core/export/export-process.ts',
          'model-worker': 'src-main/core/local/model-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        external: native,
        input: { preload: 'src-preload/preload.ts' },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), tailwindcss()],
    build: { minify: true, rollupOptions: { input: 'src-renderer/index.html' } },
  },
});
