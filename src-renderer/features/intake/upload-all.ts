import type { WireError } from '#common/errors';

type UploadFailure = { readonly name: string; readonly error: WireError };

export type UploadProgress = {
  readonly total: number;
  /** Files that have arrived. */
  readonly done: number;
  readonly failures: readonly UploadFailure[];
};

type UploadOptions<T> = {
  /** Sends one file to its end. */
  readonly send: (file: File, signal: AbortSignal) => Promise<T>;
  readonly toError: (error: unknown) => WireError;
  readonly onProgress: (progress: UploadProgress) => void;
};

/** Files in flight at a time: enough to hide the pauses, few enough to keep memory and disk calm. */
const parallel = 4;

/**
 * Sends files, a few at a time. One that fails is noted and the rest go on. When `signal` aborts, what has arrived stays.
 *
 * @returns the answers in the order of `files`, without those that failed or were not sent
 */
export async function uploadAll<T>(
  files: readonly File[],
  { send, toError, onProgress }: UploadOptions<T>,
  signal: AbortSignal,
): Promise<T[]> {
  const answers = new Map<number, T>();
  const failures: UploadFailure[] = [];
  let next = 0;

  const worker = async () => {
    while (!signal.aborted) {
      const index = next;
      next += 1;
      const file = files[index];
      if (!file) return;
      try {
        answers.set(index, await send(file, signal));
      } catch (error) {
        if (signal.aborted) return;
        failures.push({ name: file.name, error: toError(error) });
      }
      onProgress({ total: files.length, done: answers.size, failures: [...failures] });
    }
  };
  onProgress({ total: files.length, done: 0, failures: [] });
  await Promise.all(Array.from({ length: Math.min(parallel, files.length) }, worker));
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
