import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  return runNode([inProject('out', 'main', 'cli.js'), ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
});
