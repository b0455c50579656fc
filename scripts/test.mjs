import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureFfmpeg } from './lib/ffmpeg.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain, say } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';
import { line, noCounts, oneFailed, playwrightCounts, sum, vitestCounts } from './lib/test-counts.mjs';

const tool = (...path) => inProject('node_modules', ...path);

/** Each stage says what it counted. One that fails does not keep the others from running. */
const stages = (reports) => [
  { name: 'types', run: () => plain([inProject('scripts', 'typecheck.mjs')]) },
  { name: 'lint', run: () => plain([inProject('scripts', 'lint.mjs')]) },
  {
    name: 'unit and integration tests',
    run: async () => {
      await ensureFfmpeg();
      const report = join(reports, 'vitest.json');
      const args = [
        tool('vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      const code = await runNode(args);
      return vitestCounts(readReport(report), code);
    },
  },
  { name: 'build', run: async () => ensureBuilt().then(() => noCounts) },
  {
    name: 'user stories in Chromium',
    isEndToEnd: true,
    run: async () => {
      const report = join(reports, 'playwright.json');
      const env = { ...process.env, RETICLE_CHROMIUM: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      const code = await runNode([tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], { env });
      return playwrightCounts(readReport(report), code);
    },
  },
];

async function plain(args) {
  return (await runNode(args)) === 0 ? noCounts : oneFailed;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

runMain(async () => {
  const code = await prepare({ build: false });
  if (code !== null) return code;
  const isShort = process.argv.includes('--no-e2e');
  const reports = mkdtempSync(join(tmpdir(), 'reticle-test-'));
  let total = noCounts;
  const failedStages = [];
  for (const { name, run, isEndToEnd } of stages(reports)) {
    if (isEndToEnd && isShort) continue;
    say(`\n== ${name}`);
    const startedMs = Date.now();
    const counts = await run().catch((error) => {
      say(error.message);
      return oneFailed;
    });
    if (counts.failed > 0) failedStages.push(name);
    say(`== ${name}: ${counts.failed > 0 ? 'failed' : 'passed'} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
    total = sum(total, counts);
  }
  rmSync(reports, { recursive: true, force: true });
  if (failedStages.length > 0) say(`\nFailed: ${failedStages.join(', ')}`);
  process.stdout.write(`${line(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
