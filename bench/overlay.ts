/**
 * Overlays in a real browser: frames of a pan-zoom against the least code that draws the same and against one Konva group
 * a box; hit tests and filtering against their limits. Every peer runs in the same page, right after ours.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { report } from './report';

/** As `bench/page/main.tsx` gives them: milliseconds, medians. */
type OverlayFigures = {
  readonly ours: number;
  readonly bareCanvas: number;
  readonly konvaGroups: number;
  readonly hover: number;
  readonly filter: number;
};

const root = resolve('bench', 'page');
const host = '127.0.0.1';
const installed = process.env.RETICLE_CHROMIUM ?? '/usr/bin/chromium';
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const oneFrameMs = 16;

const outDir = await mkdtemp(join(tmpdir(), 'reticle-bench-'));
try {
  const shared = { root, configFile: false, logLevel: 'warn' } as const;
  await build({ ...shared, plugins: [react()], build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2_000 } });
  const server = await preview({ ...shared, build: { outDir }, preview: { host, port: 0 } });
  try {
    const url = server.resolvedUrls?.local[0];
    if (!url) throw new Error('the page of the benchmark is not served');
    await measureIn(url);
  } finally {
    await server.close();
  }
} finally {
  await rm(outDir, { recursive: true, force: true });
}

async function measureIn(url: string): Promise<void> {
  const browser = await chromium.launch({
    ...(existsSync(installed) ? { executablePath: installed } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
  });
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.goto(url);
    for (const count of [1_000, 5_000, 10_000]) {
      say(count, await tab.evaluate<OverlayFigures>(`measureOverlay(${count})`));
    }
  } finally {
    await browser.close();
  }
}

function say(count: number, { ours, bareCanvas, konvaGroups, hover, filter }: OverlayFigures): void {
  const boxes = `${count.toLocaleString('en')} boxes`;
  const frame = `frame of a pan-zoom, ${boxes}`;
  report({ what: frame, oursMs: ours, peer: 'bare canvas, same labels', peerMs: bareCanvas, bar: { atMost: 1.5 } });
  report({ what: frame, oursMs: ours, peer: 'a react-konva group a box', peerMs: konvaGroups, bar: { atLeast: 8 } });
  if (count < 10_000) return;
  report({ what: `hover, ${boxes}`, oursMs: hover, peer: 'limit', peerMs: 1, bar: { atMost: 1 } });
  report({ what: `filter, ${boxes}`, oursMs: filter, peer: 'one frame', peerMs: oneFrameMs, bar: { atMost: 1 } });
}
