import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { redact } from './redact';
import { RotatingFile, type RotatingFileOptions } from './rotating-file';

export type LogFile = { readonly log: Logger; close(): void };

const usual: RotatingFileOptions = { maxBytes: 2 * 1024 * 1024, files: 5 };

/** The log of one data folder: `logs/reticle.log`, rotated and redacted. Level from `$RETICLE_LOG`, else `info`. */
export function openLog(dataDir: string, options: RotatingFileOptions = usual, home: string = homedir()): LogFile {
  const file = new RotatingFile(join(dataDir, 'logs', 'reticle.log'), options);
  const level = process.env.RETICLE_LOG ?? 'info';
  const log = pino(
    { level: pino.levels.values[level] === undefined ? 'info' : level, base: { pid: process.pid } },
    { write: (line: string) => file.write(redact(line, home)) },
  );
  return { log, close: () => file.close() };
}
