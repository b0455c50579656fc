import { expect, it } from 'vitest';
import { dataDirOf } from './data-dir';

const ada = { env: {}, home: '/home/ada', cwd: '/work' } as const;

it.each([
  { name: 'Linux', input: { ...ada, platform: 'linux' }, expected: '/home/ada/.local/share/reticle' },
  {
    name: 'Linux with XDG_DATA_HOME',
    input: { ...ada, platform: 'linux', env: { XDG_DATA_HOME: '/data/ada' } },
    expected: '/data/ada/reticle',
  },
  {
    name: 'Linux with a relative XDG_DATA_HOME, which the specification says to ignore',
    input: { ...ada, platform: 'linux', env: { XDG_DATA_HOME: 'share' } },
    expected: '/home/ada/.local/share/reticle',
  },
  {
    name: 'macOS',
    input: { ...ada, platform: 'darwin', home: '/Users/ada' },
    expected: '/Users/ada/Library/Application Support/Reticle',
  },
  {
    name: 'Windows',
    input: {
      platform: 'win32',
      env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
      home: 'C:\\Users\\ada',
      cwd: 'C:\\',
    },
    expected: 'C:\\Users\\ada\\AppData\\Roaming\\Reticle',
  },
  {
    name: 'Windows without APPDATA',
    input: { platform: 'win32', env: {}, home: 'C:\\Users\\ada', cwd: 'C:\\' },
    expected: 'C:\\Users\\ada\\AppData\\Roaming\\Reticle',
  },
  { name: 'RETICLE_HOME', input: { ...ada, platform: 'linux', env: { RETICLE_HOME: '/srv/r' } }, expected: '/srv/r' },
  {
    name: 'a relative RETICLE_HOME',
    input: { ...ada, platform: 'linux', env: { RETICLE_HOME: 'r' } },
    expected: '/work/r',
  },
] as const)('$name: $expected', ({ input, expected }) => {
  expect(dataDirOf(input)).toBe(expected);
});
