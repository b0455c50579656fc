import { describe, expect, it } from 'vitest';
import { hasDisplay, windowCommand } from './open-window';

const url = 'http://127.0.0.1:8000/?token=x';
const only = (wanted: string) => (program: string) => program === wanted;

describe('hasDisplay', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['darwin', { SSH_CONNECTION: '10.0.0.1' }, false],
    ['win32', {}, true],
  ] as const)('%s with %j: %s', (platform, env, expected) => expect(hasDisplay(platform, env)).toBe(expected));
});

describe('windowCommand', () => {
  it('opens a window of its own where a browser can', () => {
    const { command, args } = windowCommand(url, 'linux', {}, only('google-chrome'), false);
    expect(command).toBe('google-chrome');
    expect(args).toContain(`--app=${url}`);
    expect(args).not.toContain('--no-sandbox');
  });

  it('gives up the sandbox only for root, where Chromium would not start', () =>
    expect(windowCommand(url, 'linux', {}, only('chromium'), true).args).toContain('--no-sandbox'));

  it('finds Edge on Windows', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const env = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
    expect(windowCommand(url, 'win32', env, only(edge), false).command).toBe(edge);
  });

  it.each([
    ['linux', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'rundll32'],
  ] as const)('opens a tab of the usual browser on %s where there is no such browser', (platform, command) => {
    const chosen = windowCommand(url, platform, {}, () => false, false);
    expect(chosen.command).toBe(command);
    expect(chosen.args.at(-1)).toBe(url);
  });
});
