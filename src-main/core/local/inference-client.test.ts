import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forkNodeProcess } from '../../node/fork-process';
import type { ChildProcess } from '../host';
import { testEntry } from './bundle-inference-process';
import { fixture, hasFixtures } from './fixtures.builder';
import { InferenceClient, type InferenceOptions } from './inference-client';
import type { ToProcess } from './inference-messages';

/** Real processes, killed with SIGKILL as soon as they have a message that `kills` names. */
class Processes {
  readonly started: ChildProcess[] = [];
  kills: (message: ToProcess) => boolean = () => false;

  fork = (): ChildProcess => {
    const child = forkNodeProcess(testEntry);
    this.started.push(child);
    return {
      get pid() {
        return child.pid;
      },
      onMessage: child.onMessage,
      onExit: child.onExit,
      kill: child.kill,
      send: (message) => {
        // Killed first: a quick process could answer before the signal comes.
        if (child.pid && this.kills(message as ToProcess)) process.kill(child.pid, 'SIGKILL');
        child.send(message);
      },
    };
  };
}

const never = () => new AbortController().signal;

let folder = '';
let options: InferenceOptions;
let processes: Processes;
let client: InferenceClient;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-inference-'));
  options = { provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 };
  processes = new Processes();
  client = new InferenceClient(processes.fork, () => options, pino({ enabled: false }));
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

function garbage(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, 'not a model');
  return path;
}

describe('InferenceClient', () => {
  it('is cold, then warm, and knows the memory of the process', async () => {
    expect(await client.status(never())).toEqual({ state: 'cold', backend: null, restarts: 0, residentBytes: null });
    await client.inspect(garbage('a.onnx'), 'a.onnx', never()).catch(() => {});
    const status = await client.status(never());
    expect(status.state).toBe('warm');
    expect(status.residentBytes).toBeGreaterThan(10e6);
  });

  it('refuses what is no model, in words', async () => {
    const refused = client.inspect(garbage('a.onnx'), 'mine.onnx', never());
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) });
  });

  it('gives up a task that kills twice, and works on', async () => {
    const [bad, good] = [garbage('bad.onnx'), garbage('good.onnx')];
    processes.kills = (message) => message.kind === 'inspect' && message.name === 'bad.onnx';
    const answers = await Promise.allSettled([
      client.inspect(good, 'good.onnx', never()),
      client.inspect(bad, 'bad.onnx', never()),
      client.inspect(good, 'good.onnx', never()),
    ]);
    expect(answers[1]).toMatchObject({ reason: { code: 'ENGINE_DIED', params: { name: 'bad.onnx' } } });
    for (const answer of [answers[0], answers[2]]) {
      expect(answer).toMatchObject({ reason: { code: expect.stringMatching(/^MODEL_/) } });
    }
    expect((await client.status(never())).restarts).toBe(2);
  });

  it('cancels what waits and what is in work, and ends with its process', async () => {
    const stopped = new AbortController();
    const path = garbage('a.onnx');
    const asked = [1, 2, 3].map(() => client.inspect(path, 'a.onnx', stopped.signal));
    stopped.abort();
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
    await expect(client.inspect(path, 'a.onnx', stopped.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const ended = Promise.withResolvers<string>();
    processes.started[0]?.onExit(ended.resolve);
    await client.close();
    expect(await ended.promise).toBe('signal SIGKILL');
  });

  it('replaces a process that holds too much memory between two tasks, which is not a death', async () => {
    const path = garbage('a.onnx');
    await client.inspect(path, 'a.onnx', never()).catch(() => {});
    options = { ...options, memoryLimitMiB: 1 };
    await client.inspect(path, 'a.onnx', never()).catch(() => {});
    expect(processes.started).toHaveLength(2);
    expect((await client.status(never())).restarts).toBe(0);
  });
});

describe.skipIf(!hasFixtures)('InferenceClient with a real model (skipped where there are no fixtures)', () => {
  const model = () => fixture('models/yolox_nano.onnx');
  const picture = () => fixture('images/astronaut.png');

  it('finishes every picture when the process is killed while it works', async () => {
    await client.analyse(picture(), model(), 0.3, never());
    let left = 1;
    let sent = 0;
    // The third picture is on its way, the first two are being decoded or run.
    processes.kills = () => (sent++ === 2 ? left-- > 0 : false);
    const results = await Promise.all([1, 2, 3, 4].map(() => client.analyse(picture(), model(), 0.3, never())));
    expect(results.map(({ prediction }) => prediction.objects?.[0]?.classLabel)).toEqual(Array(4).fill('person'));
    expect(await client.status(never())).toMatchObject({
      state: 'warm',
      restarts: 1,
      backend: { provider: 'cpu', reason: '' },
    });
  });

  it('runs on the processor and says why, where the provider is not to be had', async () => {
    options = { ...options, provider: 'no-such-provider' };
    const { backend } = await client.analyse(picture(), model(), 0.3, never());
    expect(backend).toMatchObject({ provider: 'cpu', reason: expect.stringContaining('no-such-provider') });
  });

  it('tells what a model is', async () => {
    expect(await client.inspect(model(), 'yolox_nano.onnx', never())).toMatchObject({
      family: 'yolox',
      inputWidthPx: 416,
      inputHeightPx: 416,
      inputs: [{ name: 'images', type: 'float32', shape: [1, 3, 416, 416] }],
      labels: expect.arrayContaining(['person', 'toothbrush']),
    });
  });

  it('fails one picture and not the others', async () => {
    const bad = join(folder, 'bad.jpg');
    writeFileSync(bad, '');
    const answers = await Promise.allSettled(
      [bad, picture()].map((path) => client.analyse(path, model(), 0.3, never())),
    );
    expect(answers[0]).toMatchObject({ reason: { code: 'MEDIA_EMPTY', params: { name: 'bad.jpg' } } });
    expect(answers[1]?.status).toBe('fulfilled');
  });
});
