import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { canInstallPackages, installPackage, lastLine } from './apt.mjs';
import { inProject, SetupError, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium for the tests: `$RETICLE_CHROMIUM`, one on the PATH, or Playwright's own. Null where there is none. */
export function findChromium(env = process.env) {
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = [env.RETICLE_CHROMIUM, ...onPath, playwrightsOwn()];
  return candidates.find((file) => file && isExecutable(file)) ?? null;
}

/** Finds Chromium, or installs it: Debian's when we may, else Playwright's own. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const problems = [];
  if (canInstallPackages()) {
    say('Installing Chromium with apt-get (for the tests in a real browser)…');
    const problem = await installPackage('chromium');
    if (problem === null && findChromium()) return findChromium();
    problems.push(`apt-get: ${problem ?? 'it installed no program that we know'}`);
  }
  say('Fetching the Chromium of Playwright (for the tests in a real browser)…');
  const tool = inProject('node_modules', '@playwright', 'test', 'cli.js');
  const result = await runQuietly(process.execPath, [tool, 'install', 'chromium'], { timeoutMs: 10 * 60_000 });
  if (result.code === 0 && findChromium()) return findChromium();
  problems.push(`playwright: ${lastLine(result.output)}`);
  throw new SetupError(
    `The tests in a real browser need Chromium, and it could not be installed (${problems.join('; ')}). Install it, or name one in RETICLE_CHROMIUM.`,
  );
}

function playwrightsOwn() {
  try {
    return createRequire(inProject('package.json'))('@playwright/test').chromium.executablePath();
  } catch {
    return null;
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
