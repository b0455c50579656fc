import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

export type WindowCommand = { readonly command: string; readonly args: readonly string[] };

/** Whether someone sits in front of this machine, as far as it can tell. */
export function hasDisplay(platform: NodeJS.Platform, env: Env): boolean {
  if (platform === 'win32') return true;
  if (platform === 'darwin') return !env.SSH_CONNECTION;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Browsers that can show a page as a window of its own, best first. Full paths, or names to look up on the PATH. */
export function appModeBrowsers(platform: NodeJS.Platform, env: Env): string[] {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.flatMap((program) => roots.map((root) => `${root}\\${program}`));
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'];
}

/** How to show a page: a window of its own where there is a browser for it, else a tab of the usual browser. */
export function windowCommand(
  url: string,
  platform: NodeJS.Platform,
  env: Env,
  isThere: (program: string) => boolean,
  isRoot: boolean,
): WindowCommand {
  const browser = appModeBrowsers(platform, env).find(isThere);
  if (browser) {
    // Chromium refuses to run as root with its sandbox.
    const sandbox = isRoot ? ['--no-sandbox'] : [];
    return { command: browser, args: [`--app=${url}`, '--window-size=1440,900', ...sandbox] };
  }
  if (platform === 'darwin') return { command: 'open', args: [url] };
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/** Opens the page in a window. That it could not is no failure: the address stands in the terminal. */
export function openWindow(url: string, onProblem: (error: Error) => void): void {
  const { platform, env } = process;
  const { command, args } = windowCommand(
    url,
    platform,
    env,
    (program) => isExecutable(program, env),
    process.getuid?.() === 0,
  );
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.on('error', onProblem);
  child.unref();
}

function isExecutable(program: string, env: Env): boolean {
  const places = /[\\/]/.test(program)
    ? [program]
    : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
