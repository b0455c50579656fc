import { bundleScript } from './lib/bundle-script.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

/** Starts the emulators: `npm run -s emulators -- --json`. */
runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  const output = await bundleScript(inProject('e2e', 'emulators', 'main.ts'), inProject('out', 'emulators'));
  return runNode([output, ...process.argv.slice(2)]);
});
