import { type EyePopConnection, usualTimes } from '#core/eyepop/eyepop-connection';
import { EyePopWorker, usualOptions, type WorkerOptions } from '#core/eyepop/eyepop-worker';
import type { Source } from '#core/eyepop/source';
import { TestNet } from '#core/eyepop/test-net.builder';
import type { EyePopEmulator } from './emulator';
import { picture, regionsPop } from './emulator.builder';

export const never = () => new AbortController().signal;

export const aPicture: Source = { kind: 'file', path: picture, mediaType: 'image/jpeg' };

/** To the compute API, with the key of the emulator. */
export const connectionTo = (emulator: EyePopEmulator, over: Partial<EyePopConnection> = {}): EyePopConnection => ({
  name: 'emulated',
  url: emulator.url,
  api: 'compute',
  credentials: { kind: 'apiKey', key: emulator.options.apiKey },
  popId: null,
  sessionUuid: null,
  sessionName: null,
  pipelineImage: null,
  pipelineVersion: null,
  ...usualTimes,
  ...over,
});

/** To worker v1, with its secret key. */
export const oldConnectionTo = (emulator: EyePopEmulator, over: Partial<EyePopConnection> = {}): EyePopConnection =>
  connectionTo(emulator, {
    api: 'worker',
    credentials: { kind: 'secretKey', key: emulator.options.apiKey },
    ...over,
  });

/** Our client in a world without sleeping. */
export class ClientUnderTest {
  readonly net = new TestNet();

  constructor(private readonly emulator: () => EyePopEmulator) {}

  connect(
    over: Partial<EyePopConnection> = {},
    pop: object | null = regionsPop,
    options: Partial<WorkerOptions> = {},
  ): Promise<EyePopWorker> {
    const connection = connectionTo(this.emulator(), over);
    return EyePopWorker.connect(this.net, connection, pop, { ...usualOptions, ...options }, never());
  }

  /** How many requests came in whose `METHOD /path` has this part. */
  count(part: string): number {
    return this.emulator().log.routes.filter((route) => route.includes(part)).length;
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}
