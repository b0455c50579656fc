import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { testEntry } from '#core/local/bundle-inference-process';
import { fixture, hasFixtures } from '#core/local/fixtures.builder';
import { InferenceClient } from '#core/local/inference-client';
import { canMakeVideos, ffmpegRun } from '#core/media/video/test-videos.builder';
import { forkNodeProcess } from '../../../src-main/node/fork-process';
import type { Clock } from '../clock';
import { readLocalModels } from './local-models';
import { PopEngine } from './pop-engine';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');

/** Comes with the app. */
export const picture = join(resources, 'samples', 'coins-on-cloth.jpg');
export const canClip = hasFixtures && canMakeVideos;

/** A second of the video of the fixtures, for tests that need not see all six: 25 frames with people in them. */
export const clip = join(tmpdir(), `eyepop-emulator-clip-${process.pid}.mp4`);
export function makeClip(): void {
  if (!canClip) return;
  const encode = ['-frames:v', '25', '-c:v', 'libx264', '-preset', 'ultrafast'];
  ffmpegRun('-i', fixture('video/pedestrians.mp4'), ...encode, clip);
}
export const removeClip = () => rmSync(clip, { force: true });

/** Finds the coins. */
export const regionsPop = { components: [{ type: 'inference', id: 1, ability: 'eyepop.sam.small:latest' }] };

/** The real local engine in a process of its own, with the models that come with the app and those of the fixtures. */
export async function startEngine() {
  const inference = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  const folders = [join(resources, 'models'), ...(hasFixtures ? [fixture('models')] : [])];
  const models = await readLocalModels(folders);
  return { engine: new PopEngine(inference, models), inference, models };
}

type Sleeper = { readonly untilMs: number; readonly wake: () => void };

/** A clock that stands until a test moves it. */
export class TestClock implements Clock {
  #nowMs = 1_780_000_000_000;
  #sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** How many wait for it to move. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal.aborted) reject(signal.reason);
    const sleeper = { untilMs: this.#nowMs + ms, wake: resolve };
    this.#sleepers.push(sleeper);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    return promise.finally(() => {
      this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
    });
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const { untilMs, wake } of this.#sleepers) if (untilMs <= this.#nowMs) wake();
  }
}
