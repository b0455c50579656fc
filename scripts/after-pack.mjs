import { join } from 'node:path';

/** Switches burnt into the packaged program: what the app never needs cannot be turned on by whoever starts it. */
export async function fusesOf() {
  const { FuseV1Options: fuse, FuseVersion } = await import('@electron/fuses');
  return {
    version: FuseVersion.V1,
    // A fuse that a later Electron adds stops the packaging until someone has decided about it.
    strictlyRequireAllFuses: true,
    [fuse.RunAsNode]: false,
    [fuse.EnableCookieEncryption]: true,
    [fuse.EnableNodeOptionsEnvironmentVariable]: false,
    [fuse.EnableNodeCliInspectArguments]: false,
    [fuse.EnableEmbeddedAsarIntegrityValidation]: true,
    [fuse.OnlyLoadAppFromAsar]: true,
    [fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
    [fuse.GrantFileProtocolExtraPrivileges]: false,
    [fuse.WasmTrapHandlers]: true,
  };
}

/** Where electron-builder put the program. @param {{ electronPlatformName: string, appOutDir: string, packager: any }} context */
export function packedProgram({ electronPlatformName, appOutDir, packager }) {
  if (electronPlatformName === 'darwin') return join(appOutDir, `${packager.appInfo.productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${packager.appInfo.productFilename}.exe`);
  return join(appOutDir, packager.executableName);
}

/** Called by electron-builder between packing and signing. */
export default async function afterPack(context) {
  const { flipFuses } = await import('@electron/fuses');
  await flipFuses(packedProgram(context), {
    ...(await fusesOf()),
    // An ad-hoc signature no longer fits the changed program; Apple's processors refuse to start it.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
  });
}
