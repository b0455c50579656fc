import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { Prediction } from '#common/prediction/prediction';

const LINE_LIMIT_BYTES = 64 * 1024 * 1024;
const ErrorEvent = z.object({ event: z.looseObject({ type: z.literal('error'), message: z.string().nullish() }) });
const OtherEvent = z.object({ event: z.unknown() });

/**
 * Reads a worker's JSON-L answer, one prediction a pull, so that a slow reader slows the server down.
 *
 * Bytes are split at `\n` before they are decoded: a character may straddle two chunks of the network.
 *
 * @param name - of the source, as the person knows it
 * @throws {ReticleError} EYEPOP_SOURCE_FAILED for an error event, EYEPOP_BAD_ANSWER for a line that is no prediction
 */
export async function* readPredictions(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  limitBytes = LINE_LIMIT_BYTES,
): AsyncGenerator<Prediction> {
  for await (const line of splitLines(chunks, limitBytes)) {
    const prediction = readLine(line, name);
    if (prediction) yield prediction;
  }
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      refuseLong(held + end - start, limitBytes);
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      parts = [];
      held = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    held += chunk.length - start;
    refuseLong(held, limitBytes);
  }
  yield Buffer.concat(parts).toString('utf8');
}

function refuseLong(bytes: number, limitBytes: number): void {
  if (bytes > limitBytes) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: `a line above ${limitBytes} bytes` });
}

function readLine(line: string, name: string): Prediction | null {
  if (line.trim() === '') return null;
  const value = parseJson(line);
  const failure = ErrorEvent.safeParse(value);
  if (failure.success) {
    throw new ReticleError('EYEPOP_SOURCE_FAILED', { name, reason: failure.data.event.message ?? '' });
  }
  if (OtherEvent.safeParse(value).data?.event !== undefined) return null;
  const prediction = Prediction.safeParse(value);
  if (!prediction.success) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'not a prediction' });
  return prediction.data;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'not JSON' }, { cause });
  }
}
