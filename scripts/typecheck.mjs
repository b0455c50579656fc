import { readdirSync } from 'node:fs';
import { inProject, root, runMain, say } from './lib/project.mjs';
import { runQuietly } from './lib/run.mjs';

// Each part is checked with what it may use: no DOM in the core, no Node in the page.
runMain(async () => {
  const projects = readdirSync(root).filter((name) => /^tsconfig\.\w+\.json$/.test(name));
  let failed = 0;
  for (const project of projects) {
    const { code, output } = await runQuietly(process.execPath, [
      inProject('node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      project,
    ]);
    if (code === 0) continue;
    failed += 1;
    say(`${project}\n${output.trim()}`);
  }
  say(
    failed === 0
      ? `Types of ${projects.length} parts are sound.`
      : `Types of ${failed} of ${projects.length} parts are not sound.`,
  );
  return failed === 0 ? 0 : 1;
});
