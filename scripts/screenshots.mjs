import { ensureChromium } from './lib/chromium.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  const env = { ...process.env, RETICLE_CHROMIUM: await ensureChromium() };
  const config = inProject('e2e', 'screenshots', 'screenshots.config.ts');
  return runNode([inProject('node_modules', '@playwright', 'test', 'cli.js'), 'test', '--config', config], { env });
});
