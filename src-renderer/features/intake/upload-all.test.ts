import { expect, it } from 'vitest';
import { type UploadProgress, uploadAll } from './upload-all';

const aFile = (name: string) => new File(['x'], name);
const toError = () => ({ code: 'UPLOAD_FAILED' as const, userMessage: '', params: {} });
const never = new AbortController().signal;

it('sends at most four at a time and answers in the order of the list', async () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f'].map(aFile);
  const gates = new Map<string, () => void>();
  let inFlight = 0;
  let most = 0;
  const done = uploadAll(
    files,
    {
      send: async (file) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise<void>((resolve) => gates.set(file.name, resolve));
        inFlight -= 1;
        return file.name;
      },
      toError,
      onProgress: () => {},
    },
    never,
  );
  // The last one waiting is let go first, so that files arrive in another order than they were listed.
  for (const name of ['d', 'c', 'e', 'f', 'b', 'a']) {
    while (!gates.has(name)) await Promise.resolve();
    gates.get(name)?.();
  }
  expect(await done).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(most).toBe(4);
});

it('names each file that failed and goes on with the rest', async () => {
  const seen: UploadProgress[] = [];
  const answers = await uploadAll(
    ['good', 'bad', 'fine'].map(aFile),
    {
      send: async (file) => {
        if (file.name === 'bad') throw new Error('no');
        return file.name;
      },
      toError,
      onProgress: (progress) => seen.push(progress),
    },
    never,
  );
  expect(answers).toEqual(['good', 'fine']);
  expect(seen.at(-1)).toMatchObject({
    total: 3,
    done: 2,
    failures: [{ name: 'bad', error: { code: 'UPLOAD_FAILED' } }],
  });
});

it('keeps what has arrived when it is cancelled, and sends no more', async () => {
  const reader = new AbortController();
  const sent: string[] = [];
  const answers = await uploadAll(
    Array.from({ length: 20 }, (_, index) => aFile(String(index))),
    {
      send: async (file) => {
        sent.push(file.name);
        if (sent.length === 6) reader.abort();
        return file.name;
      },
      toError,
      onProgress: () => {},
    },
    reader.signal,
  );
  expect(sent.length).toBeLessThan(12);
  expect(answers.length).toBeGreaterThan(0);
});

it('has nothing to do for no files', async () => {
  expect(await uploadAll([], { send: async () => 1, toError, onProgress: () => {} }, never)).toEqual([]);
});
