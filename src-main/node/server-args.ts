import { parseArgs } from 'node:util';
import { ReticleError } from '#common/errors';

export type ServerArgs = {
  /** Null: our usual port, or any other where that is taken. */
  readonly port: number | null;
  readonly open: boolean;
  /** As typed; may be relative. */
  readonly files: readonly string[];
};

/**
 * Reads the browser shell's command line.
 *
 * @throws {ReticleError} USAGE, saying what is wrong
 */
export function parseServerArgs(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServerArgs {
  const { values, positionals } = parse(args);
  return {
    port: values.port === undefined ? null : parsePort(values.port),
    open: !values['no-open'] && env.RETICLE_NO_OPEN !== '1',
    files: positionals,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    });
  } catch (cause) {
    throw new ReticleError('USAGE', { reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new ReticleError('USAGE', { reason: `--port takes a number from 0 to 65535, not "${text}".` });
  }
  return port;
}
