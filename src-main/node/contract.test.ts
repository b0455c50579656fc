import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaChange } from '#common/contract/media';
import { defaultSettings } from '#common/contract/settings';
import { ReticleError } from '#common/errors';
import { os } from '../core/api';
import type { Core } from '../core/core';
import { type Line, transports } from './transports.builder';

/**
 * A router of which each call does one thing that a transport must carry faithfully, and which counts what is open.
 *
 * The real one is behind the same transports in `contract-core.test.ts`; here the source must be seen from inside.
 */
class Probe {
  open = 0;
  updates: unknown[] = [];

  async *#stream(signal: AbortSignal) {
    this.open += 1;
    try {
      for (let revision = 1; ; revision += 1) {
        signal.throwIfAborted();
        yield { revision, total: 0 };
        // Lets other work in, as any real source does between two changes.
        await new Promise(setImmediate);
      }
    } finally {
      this.open -= 1;
    }
  }

  /** A source that has nothing to say until it is told to stop. */
  async #untilAborted(signal: AbortSignal) {
    this.open += 1;
    try {
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      signal.throwIfAborted();
      return [];
    } finally {
      this.open -= 1;
    }
  }

  async *#silent(signal: AbortSignal) {
    yield { runs: [] };
    await this.#untilAborted(signal);
  }

  readonly router = {
    settings: {
      get: os.settings.get.handler(() => defaultSettings),
      update: os.settings.update.handler(({ input }) => {
        this.updates.push(input);
        return { ...defaultSettings, ...input };
      }),
    },
    media: {
      get: os.media.get.handler(() => {
        throw new ReticleError('MEDIA_GONE', { name: 'a.jpg' });
      }),
      // What a bug would answer: the border must not let it through.
      clear: os.media.clear.handler(() => ({ removed: [12 as unknown as never] })),
      changes: os.media.changes.handler(({ context }) => this.#stream(context.signal)),
    },
    models: {
      list: os.models.list.handler(() => {
        throw new Error('secret path /home/ada/model.onnx');
      }),
    },
    runs: {
      list: os.runs.list.handler(({ context }) => this.#untilAborted(context.signal)),
      changes: os.runs.changes.handler(({ context }) => this.#silent(context.signal)),
    },
    // The suite calls only what stands above; the rest of the contract is not there.
  } as unknown as Core['router'];
}

/** What keeps this process alive besides vitest's own: ports, sockets, servers. */
const openHandles = () =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => /MessagePort|TCP|Server/.test(kind))
    .sort();

const anId = '4f2b6a0e-8c3d-4c1b-9d0e-1a2b3c4d5e6f' as never; // the brand is of no matter to a transport
const failure = (promise: Promise<unknown>): Promise<ORPCError<string, unknown>> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => (error instanceof ORPCError ? error : expect.fail(String(error))),
  );

const revisionOf = ({ value }: IteratorResult<MediaChange, unknown>) => MediaChange.parse(value).revision;

describe.each(transports)('the contract $name', ({ open }) => {
  let probe: Probe;
  let line: Line;
  let handlesBefore: string[] = [];
  beforeEach(async () => {
    handlesBefore = openHandles();
    probe = new Probe();
    line = await open(probe.router);
  });
  afterEach(async () => {
    await line.hangUp();
    await vi.waitFor(() => {
      expect(probe.open).toBe(0);
      expect(openHandles()).toEqual(handlesBefore);
    });
  });

  it('carries a call and its answer', async () => {
    expect(await line.api.settings.update({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' });
    expect(probe.updates).toEqual([{ theme: 'dark' }]);
  });

  it('refuses bad input before it reaches anyone', async () => {
    const error = await failure(line.api.settings.update({ minConfidence: 7 }));
    expect(error.code).toBe('BAD_REQUEST');
    expect(probe.updates).toEqual([]);
  });

  it('does not let a wrong answer out', async () => {
    expect((await failure(line.api.media.clear())).code).toBe('INTERNAL_SERVER_ERROR');
  });

  it('carries a foreseen failure with its code, sentence and params', async () => {
    const error = await failure(line.api.media.get({ mediaId: anId }));
    expect(error.defined).toBe(true);
    expect(error.code).toBe('FAILED');
    expect(error.data).toEqual({
      code: 'MEDIA_GONE',
      userMessage: 'a.jpg is no longer there. It was moved or deleted after it was listed.',
      params: { name: 'a.jpg' },
    });
  });

  it('tells nothing of an unforeseen failure', async () => {
    const error = await failure(line.api.models.list());
    expect(error.data).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(error)).not.toContain('ada');
  });

  it('carries a stream in order', async () => {
    const seen: number[] = [];
    for await (const { revision } of await line.api.media.changes()) {
      seen.push(revision);
      if (seen.length === 50) break;
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('ends the source of a stream when its reader leaves', async () => {
    for await (const _ of await line.api.media.changes()) break;
    await vi.waitFor(() => expect(probe.open).toBe(0));
  });

  it('ends the source of a stream when its signal aborts, also while the source is silent', async () => {
    const controller = new AbortController();
    const stream = await line.api.runs.changes(undefined, { signal: controller.signal });
    await stream.next();
    const next = stream.next();
    await vi.waitFor(() => expect(probe.open).toBe(1));
    controller.abort();
    await expect(next).rejects.toThrow();
    await vi.waitFor(() => expect(probe.open).toBe(0));
  });

  it('ends a call when its signal aborts', async () => {
    const controller = new AbortController();
    const call = line.api.runs.list(undefined, { signal: controller.signal });
    await vi.waitFor(() => expect(probe.open).toBe(1));
    controller.abort();
    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(probe.open).toBe(0));
  });

  it('keeps two streams and a call apart', async () => {
    const [first, second] = await Promise.all([line.api.media.changes(), line.api.media.changes()]);
    const [a, b, settings] = await Promise.all([first.next(), second.next(), line.api.settings.get()]);
    expect([revisionOf(a), revisionOf(b)]).toEqual([1, 1]);
    expect(settings).toEqual(defaultSettings);
    await first.return?.(undefined);
    expect(revisionOf(await second.next())).toBe(2);
    await second.return?.(undefined);
  });
});

describe.each(transports.filter(({ name }) => name !== 'in process'))('a line that closes, $name', ({ open }) => {
  it('aborts everything that came over it', async () => {
    const probe = new Probe();
    const line = await open(probe.router);
    const call = line.api.runs.list().catch((error: unknown) => error);
    const stream = await line.api.runs.changes();
    await stream.next();
    const next = stream.next().catch((error: unknown) => error);
    await vi.waitFor(() => expect(probe.open).toBe(2));
    await line.hangUp();
    await vi.waitFor(() => expect(probe.open).toBe(0));
    expect(await call).toBeInstanceOf(Error);
    expect(await next).toBeInstanceOf(Error);
  });
});
