import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the project. */
export const inProject = (...parts) => join(root, ...parts);

/** One line on stderr, so that stdout stays what a command was asked for. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure that a person can do something about; it is shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Runs a script's main function, and ends the process with its code, or with a plain sentence. */
export function runMain(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)));
      process.exitCode = 1;
    },
  );
}
