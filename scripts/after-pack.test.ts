import { FuseV1Options } from '@electron/fuses';
import { expect, it } from 'vitest';
import { fusesOf, packedProgram } from './after-pack.mjs';

it('decides about every fuse there is, and lets the program be nothing but the app', async () => {
  const fuses: Record<string, unknown> = await fusesOf();
  for (const fuse of Object.values(FuseV1Options))
    if (typeof fuse === 'number') expect(fuses[fuse]).toBeTypeOf('boolean');
  for (const dangerous of [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]) {
    expect(fuses[dangerous]).toBe(false);
  }
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true);
});

it.each([
  ['linux', '/dist/reticle'],
  ['darwin', '/dist/Reticle.app'],
  ['win32', '/dist/Reticle.exe'],
])('knows where the program lies on %s', (electronPlatformName, expected) => {
  const packager = { appInfo: { productFilename: 'Reticle' }, executableName: 'reticle' };
  expect(packedProgram({ electronPlatformName, appOutDir: '/dist', packager })).toBe(expected);
});
