import { inProject, runMain } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

// All three are run, so that one round shows everything there is to mend.
runMain(async () => {
  const codes = [
    await runNode([inProject('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
    await runNode([inProject('node_modules', 'knip', 'bin', 'knip.js')]),
    await runNode([inProject('scripts', 'check-arrows.mjs')]),
  ];
  return codes.every((code) => code === 0) ? 0 : 1;
});
