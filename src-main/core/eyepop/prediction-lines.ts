import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { Prediction } from '#common/prediction/prediction';
import { parseJson } from './api-caller';

export const lineLimitBytes = 64 * 1024 * 1024;

/** Newer services wrap an event in an object, older ones spread it. */
const PreparedEvent = z.object({ event: z.looseObject({ type: z.literal('prepared'), source_id: z.string().min(1) }) });
const ErrorEvent = z.object({ event: z.looseObject({ type: z.literal('error'), message: z.string().nullish() }) });
const FlatErrorEvent = z.looseObject({ event: z.literal('error'), message: z.string().nullish() });

/** What a worker says: that it waits for an upload, or what it found. */
export type WorkerLine =
  | { readonly kind: 'prepared'; readonly sourceId: string }
  | { readonly kind: 'prediction'; readonly prediction: Prediction };

/**
 * Reads a worker's JSON-L answer, one line a pull, so that a slow reader slows the server down.
 *
 * Bytes are split at `\n` before they are decoded: a character may straddle two chunks of the network.
 *
 * @param name - of the source, as the person knows it
 * @throws {ReticleError} EYEPOP_SOURCE_FAILED for an error event, EYEPOP_BAD_ANSWER for a line that is no prediction
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  limitBytes = lineLimitBytes,
): AsyncGenerator<WorkerLine> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      refuseLong(held + end - start, limitBytes);
      const whole = held === 0 ? bytes.toString('utf8', start, end) : joined([...parts, bytes.subarray(start, end)]);
      parts = [];
      held = 0;
      start = end + 1;
      const read = readLine(whole, name);
      if (read) yield read;
    }
    if (start < bytes.length) parts.push(bytes.subarray(start));
    held += bytes.length - start;
    refuseLong(held, limitBytes);
  }
  const last = readLine(joined(parts), name);
  if (last) yield last;
}

const joined = (parts: readonly Uint8Array[]) => Buffer.concat(parts).toString('utf8');

function refuseLong(bytes: number, limitBytes: number): void {
  if (bytes > limitBytes) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: `a line above ${limitBytes} bytes` });
}

function readLine(line: string, name: string): WorkerLine | null {
  if (line.trim() === '') return null;
  const value = parseJson(line);
  // Most lines are none, and a schema that does not fit is slow to say so.
  if (typeof value === 'object' && value !== null && 'event' in value) return readEvent(value, name);
  const prediction = Prediction.safeParse(value);
  if (!prediction.success) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'not a prediction' });
  return { kind: 'prediction', prediction: prediction.data };
}

/** Null for an event that we need not know. */
function readEvent(value: object, name: string): WorkerLine | null {
  const prepared = PreparedEvent.safeParse(value);
  if (prepared.success) return { kind: 'prepared', sourceId: prepared.data.event.source_id };
  const failure = ErrorEvent.safeParse(value).data?.event ?? FlatErrorEvent.safeParse(value).data;
  if (failure) throw new ReticleError('EYEPOP_SOURCE_FAILED', { name, reason: failure.message ?? '-' });
  return null;
}
