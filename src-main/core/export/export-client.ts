import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Logger } from 'pino';
import { fromWireError, ReticleError } from '#common/errors';
import type { Host } from '../host';
import type { AnnotateOrder, FromExportProcess, ToExportProcess } from './export-messages';

/** How long a process that was told to stop may take to put its things away. */
const patienceMs = 5000;

/**
 * Makes an annotated copy in a process of its own.
 *
 * @param onWritten - told now and then how many frames were written
 * @throws {ReticleError} VIDEO_*, MEDIA_*, FFMPEG_MISSING, DISK_FULL, or EXPORT_DIED; no half file is left
 */
export async function annotateInProcess(
  fork: Host['fork'],
  order: AnnotateOrder,
  onWritten: (frames: number) => void,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = fork('export-process');
  const tell = (message: ToExportProcess) => child.send(message);
  const { promise: outcome, resolve, reject } = Promise.withResolvers<void>();
  const { promise: exited, resolve: exit } = Promise.withResolvers<void>();
  let patience: NodeJS.Timeout | undefined;
  const cancel = () => {
    tell({ kind: 'cancel' });
    patience = setTimeout(() => child.kill(), patienceMs);
  };
  signal.addEventListener('abort', cancel, { once: true });
  child.onMessage((message) => {
    const told = message as FromExportProcess; // only our own process is at the other end
    // What is said to it before it listens could be lost.
    if (told.kind === 'ready') tell({ kind: 'annotate', order });
    else if (told.kind === 'written') onWritten(told.frames);
    else if (told.kind === 'done') resolve();
    else if (told.kind === 'failed') {
      if (told.stack) log.error({ stack: told.stack }, 'an export failed unexpectedly');
      reject(fromWireError(told.error));
    }
  });
  child.onExit((reason) => {
    exit();
    // Nothing comes of it where the outcome was told before.
    reject(new ReticleError('EXPORT_DIED', { name: basename(order.path) }, { cause: reason }));
  });
  try {
    await outcome;
    signal.throwIfAborted();
  } catch (error) {
    child.kill();
    await exited;
    await rm(order.part, { force: true });
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(patience);
    signal.removeEventListener('abort', cancel);
    child.kill();
  }
}
