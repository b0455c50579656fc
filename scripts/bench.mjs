import { readdirSync } from 'node:fs';
import { bundleScript } from './lib/bundle-script.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

/** Bundles each benchmark of bench/ and runs it: `npm run bench`, or `npm run bench analyse` for one. */
runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  const wanted = process.argv.slice(2);
  const names = readdirSync(inProject('bench')).filter((file) => /^(?!report|in-page)[\w-]+\.ts$/.test(file));
  let worst = 0;
  for (const file of names) {
    const name = file.replace(/\.ts$/, '');
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const output = await bundleScript(inProject('bench', file), inProject('out', 'bench'));
    console.log(`\n${name}`);
    worst = Math.max(worst, await runNode([output], { cwd: inProject() }));
  }
  return worst;
});
