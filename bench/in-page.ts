import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

const root = resolve('bench', 'page');
const host = '127.0.0.1';
const installed = process.env.RETICLE_CHROMIUM ?? '/usr/bin/chromium';
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Builds a page of `bench/page`, opens it in a real browser and measures in it. */
export async function inPage(file: string, measure: (tab: Page) => Promise<void>): Promise<void> {
  const outDir = await mkdtemp(join(tmpdir(), 'reticle-bench-'));
  try {
    const shared = { root, configFile: false, logLevel: 'warn' } as const;
    const rolldownOptions = { input: join(root, file) };
    const options = { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2_000, rolldownOptions };
    await build({ ...shared, plugins: [react()], build: options });
    const server = await preview({ ...shared, build: { outDir }, preview: { host, port: 0 } });
    try {
      const url = server.resolvedUrls?.local[0];
      if (!url) throw new Error('the page of the benchmark is not served');
      await measureAt(new URL(file, url).href, measure);
    } finally {
      await server.close();
    }
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function measureAt(url: string, measure: (tab: Page) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({
    ...(existsSync(installed) ? { executablePath: installed } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
  });
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.goto(url);
    await measure(tab);
  } finally {
    await browser.close();
  }
}
