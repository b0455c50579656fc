import { ensureElectron } from './lib/electron.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain, say } from './lib/project.mjs';
import { run, runNode } from './lib/run.mjs';

const help = `npm start [files and folders…]       opens Reticle, with these files
npm start -- --serve [--port N]      serves it to a browser on this machine
npm start -- --no-open               opens no window (as RETICLE_NO_OPEN=1 does)`;

runMain(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(help);
    return 0;
  }
  const code = await prepare();
  if (code !== null) return code;
  // Files are named from where the person stands; npm itself changes to the project's folder.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const isServer = args.includes('--serve') || args.includes('--port') || args.some((arg) => arg.startsWith('--port='));
  const rest = args.filter((arg) => arg !== '--serve');
  if (!isServer) {
    const electron = await ensureElectron();
    if ('program' in electron) return run(electron.program, [inProject('.'), ...rest], { cwd });
    say(`The Electron runtime is not here: ${electron.reason}. Reticle opens in a browser instead.`);
  }
  return runNode([inProject('out', 'main', 'server.js'), ...rest], { cwd });
});
