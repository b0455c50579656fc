import { describe, expect, it } from 'vitest';
import { readLines, type WorkerLine } from './prediction-lines';

const chunksOf = async function* (bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const line = '{"source_width":1,"source_height":2,"texts":[{"text":"é\u2028世界"}]}\n';

describe('readLines', () => {
  it.each([1, 2, 3, 7, 1000])('reads lines cut every %i bytes', async (size) => {
    const events = '{"event":{"type":"weather"}}\n{"event":{"type":"prepared","source_id":"a"}}\n';
    const bytes = Buffer.from(`${line}\n${events}${line.trimEnd()}`);
    const read: WorkerLine[] = [];
    for await (const one of readLines(chunksOf(bytes, size), 'a')) read.push(one);
    const texts = (one: WorkerLine) => (one.kind === 'prediction' ? one.prediction.texts?.[0]?.text : one);
    expect(read.map(texts)).toEqual(['é\u2028世界', { kind: 'prepared', sourceId: 'a' }, 'é\u2028世界']);
  });

  it.each([
    { name: 'an error event', text: '{"event":{"type":"error","message":"no"}}', code: 'EYEPOP_SOURCE_FAILED' },
    { name: 'one without words', text: '{"event":{"type":"error"}}', code: 'EYEPOP_SOURCE_FAILED' },
    { name: 'one of old', text: '{"event":"error","source_id":"a","message":"no"}', code: 'EYEPOP_SOURCE_FAILED' },
    { name: 'no JSON', text: '<html>', code: 'EYEPOP_BAD_ANSWER' },
    { name: 'another shape', text: '{"a":1}', code: 'EYEPOP_BAD_ANSWER' },
    { name: 'a line that does not end', text: 'x'.repeat(2000), code: 'EYEPOP_BAD_ANSWER' },
  ])('gives what came before $name, then $code', async ({ text, code }) => {
    const seen: WorkerLine[] = [];
    const reading = async () => {
      for await (const one of readLines(chunksOf(Buffer.from(line + text), 16), 'a', 1000)) seen.push(one);
    };
    await expect(reading()).rejects.toMatchObject({ code });
    expect(seen).toHaveLength(1);
  });

  it('reads no more than it is asked for', async () => {
    let read = 0;
    const endless = async function* () {
      for (;;) {
        read += 1;
        yield Buffer.from(line);
      }
    };
    const lines = readLines(endless(), 'a');
    await lines.next();
    await lines.next();
    expect(read).toBe(2);
    await lines.return(undefined);
  });
});
