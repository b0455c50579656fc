import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createInterface } from 'node:readline';
import { ensureBuilt } from './lib/build.mjs';
import { electronProgram } from './lib/electron.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject, root, runMain, say } from './lib/project.mjs';

/*
 * Work on the app: the core is built and started again when its sources change. In the browser the page changes in
 * place (Vite's hot reload, with the core behind it); in Electron, with `--electron`, the window is opened again.
 */
runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  const electron = process.argv.includes('--electron') ? electronProgram() : null;
  const core = new RestartedProcess(
    electron ? [electron, root] : [process.execPath, inProject('out', 'main', 'server.js'), '--port', '0', '--no-open'],
  );
  let address = await core.start(electron === null);
  const vite = electron ? null : await startVite(() => address);
  const again = onceQuiet(async () => {
    try {
      await ensureBuilt();
    } catch (error) {
      say(error.message);
      return;
    }
    address = await core.start(electron === null);
    say('The core was started again.');
  });
  const folders = ['src-main', 'src-preload', ...(electron ? ['src-renderer'] : [])];
  for (const folder of folders) watch(inProject(folder), { recursive: true }, again);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await vite?.close();
  await core.stop();
  process.exit(0);
});

/** One child that is ended before its successor starts: the data folder belongs to one at a time. */
class RestartedProcess {
  constructor(command) {
    this.command = command;
  }

  /** @returns the address and cookie to reach it by, for the browser shell */
  async start(isServer) {
    await this.stop();
    const [program, ...args] = this.command;
    // By the channel it notices also when we end at once, as Vite makes us on SIGTERM.
    this.child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const lines = createInterface({ input: this.child.stdout });
    if (!isServer) {
      lines.on('line', say);
      return null;
    }
    const link = await new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const found = /running at (\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
      this.child.once('exit', (code) => reject(new Error(`the core ended with ${code}`)));
    });
    const entered = await fetch(link, { redirect: 'manual' });
    return { origin: new URL(link).origin, cookie: entered.headers.getSetCookie()[0].split(';')[0] };
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** The page from its sources. What it asks of the core goes on to the running one, in our own name. */
async function startVite(address) {
  const { createServer } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const { default: tailwindcss } = await import('@tailwindcss/vite');
  const port = 5173;
  const forward = {
    target: 'http://127.0.0.1',
    configure(proxy) {
      const before = proxy.web.bind(proxy);
      const beforeSocket = proxy.ws.bind(proxy);
      proxy.web = (request, response, options) =>
        before(ours(request, port, address()), response, { ...options, target: address().origin });
      proxy.ws = (request, socket, head, options) =>
        beforeSocket(ours(request, port, address()), socket, head, { ...options, target: address().origin });
    },
  };
  const vite = await createServer({
    configFile: false,
    root: inProject('src-renderer'),
    plugins: [react(), tailwindcss()],
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      proxy: { '/rpc': { ...forward, ws: true }, '/media': forward, '/upload': forward, '/export': forward },
    },
  });
  await vite.listen();
  say(`The page is at http://127.0.0.1:${port}/`);
  return vite;
}

/** Lets our own page through the core's door. A foreign page keeps its origin, and is refused there. */
function ours(request, port, { origin, cookie }) {
  const own = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  const { headers } = request;
  const isOwnPage = headers.origin
    ? own.includes(headers.origin)
    : ['same-origin', 'none'].includes(headers['sec-fetch-site']);
  if (!isOwnPage) return request;
  headers.host = new URL(origin).host;
  headers.cookie = cookie;
  if (headers.origin) headers.origin = origin;
  return request;
}

/** Calls `task` when nothing has changed for a moment, and never twice at a time. */
function onceQuiet(task) {
  let timer;
  let running = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(task);
    }, 200);
  };
}
