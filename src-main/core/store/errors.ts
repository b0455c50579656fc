import { ReticleError } from '#common/errors';

export class StoreTooNewError extends ReticleError {
  override name = 'StoreTooNewError';
  constructor(found: number, known: number) {
    super('STORE_TOO_NEW', { found, known });
  }
}

export class StoreCorruptError extends ReticleError {
  override name = 'StoreCorruptError';
  constructor(file: string, cause: unknown) {
    super('STORE_CORRUPT', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

export class DataFolderInUseError extends ReticleError {
  override name = 'DataFolderInUseError';
  constructor(folder: string, pid: number) {
    super('DATA_FOLDER_IN_USE', { folder, pid });
  }
}

/**
 * Turns "no space left" from SQLite or from the file system into a sentence; everything else passes as it is.
 *
 * @param what - What could not be saved, for the sentence, e.g. `the result of a.jpg`.
 */
export function asDiskError(error: unknown, what: string): unknown {
  return isDiskFull(error) && !(error instanceof ReticleError)
    ? new ReticleError('DISK_FULL', { what }, { cause: error })
    : error;
}

/** Whether there was no space left, as SQLite, the file system or we ourselves say it. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'DISK_FULL';
}
