import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { Logger } from 'pino';
import { FileSecrets } from '#core/secrets/file-secrets';
import { MemorySecrets } from '#core/secrets/memory-secrets';
import type { Secrets } from '#core/secrets/secrets';

/** Secrets sealed by the system's keychain; in memory alone where it has none. To be called once the app is ready. */
export function keychainSecrets(dataDir: string, log: Logger): Secrets {
  if (!isSealing()) {
    log.warn('there is no keychain: keys are kept in memory alone');
    return new MemorySecrets();
  }
  return new FileSecrets(join(dataDir, 'secrets', 'sealed.json'), 'system', {
    close: (value) => safeStorage.encryptString(value).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  });
}

/** On Linux without a keyring, Chromium "encrypts" with a password that everybody knows. */
function isSealing(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
