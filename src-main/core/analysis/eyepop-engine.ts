import { basename } from 'node:path';
import type { VideoPart } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { eachComponent } from '#common/pop/each-component';
import type { Pop } from '#common/pop/pop';
import type { Prediction } from '#common/prediction/prediction';
import { decideConnection } from '../eyepop/connection-settings';
import { EyePopWorker, usualOptions } from '../eyepop/eyepop-worker';
import { mediaTypeOf } from '../eyepop/media-type';
import { systemNet } from '../eyepop/system-net';
import { frameAt } from '../media/video/frame-index';
import type { MediaEngine, SeenFrame, SeenPicture } from './media-engine';
import type { RemoteEngine } from './run-engines';

/** Uploads are what takes its time; the worker queues them. */
const picturesAtOnce = 8;
/** The pipeline is removed by the worker anyway, a few minutes later. */
const goodbyeMs = 5000;

/** A pipeline at EyePop, which runs the Pop that it was connected with. */
export function eyepopEngine(worker: Pick<EyePopWorker, 'analyse'>, now: () => number): MediaEngine {
  return {
    picturesAtOnce,
    picture: async (path, _minScore, signal): Promise<SeenPicture> => {
      const startedMs = now();
      const source = { kind: 'file', path, mediaType: mediaTypeOf(path) } as const;
      let first: Prediction | null = null;
      // Read to its end: to leave it would be to cancel it.
      for await (const prediction of worker.analyse(source, {}, signal)) first ??= prediction;
      if (first) return { prediction: first, elapsedMs: now() - startedMs, engine: 'eyepop' };
      throw new ReticleError('EYEPOP_SOURCE_FAILED', { name: basename(path), reason: 'the answer was empty' });
    },
    frames: async function* ({ path, index }, { sampling, fromNs, toNs }, _lastTrackId, signal) {
      if (!canSample({ sampling, fromNs: null, toNs })) {
        throw new RangeError('EyePop takes whole videos, by frames a second');
      }
      const fps = 'perSecond' in sampling ? { fps: fractionOf(sampling.perSecond) } : {};
      const source = { kind: 'video', path, mediaType: mediaTypeOf(path) } as const;
      let at = now();
      for await (const prediction of worker.analyse(source, fps, signal)) {
        const timestampNs = prediction.timestamp ?? Math.round((prediction.seconds ?? 0) * 1e9);
        // One that goes on where it stopped is looked at from its beginning there; what is known is not wanted again.
        if (fromNs !== null && timestampNs < fromNs - 1000) continue;
        const frameIndex = frameAt(index.timestampsNs, timestampNs, 1000);
        yield { frameIndex, timestampNs, elapsedMs: now() - at, prediction, engine: 'eyepop' } satisfies SeenFrame;
        at = now();
      }
    },
  };
}

/**
 * Connects to EyePop with a Pop of ours.
 *
 * @param minScore - below which components without a threshold of their own find nothing
 * @throws {ReticleError} EYEPOP_*
 */
export async function connectToEyePop(
  { name, baseUrl, key }: { readonly name: string; readonly baseUrl: string; readonly key: string },
  pop: Pop,
  minScore: number,
  signal: AbortSignal,
): Promise<RemoteEngine> {
  const connection = decideConnection({ name, url: baseUrl, apiKey: key });
  const worker = await EyePopWorker.connect(
    systemNet(),
    connection,
    withThresholds(pop, minScore),
    usualOptions,
    signal,
  );
  const leave = async () => void (await worker.disconnect(AbortSignal.timeout(goodbyeMs)));
  return { engine: eyepopEngine(worker, () => performance.now()), leave };
}

/** Where a Pop leaves it open, the service would choose what is certain enough. */
export function withThresholds(pop: Pop, minConfidence: number): Pop {
  const whole = structuredClone(pop);
  for (const { component } of eachComponent(whole)) {
    if (component.type === 'inference') component.confidenceThreshold ??= minConfidence;
  }
  return whole;
}

/** A service looks at a whole video, at every frame or at so many a second. */
export const canSample = ({ sampling, fromNs, toNs }: VideoPart): boolean =>
  fromNs === null && toNs === null && ('perSecond' in sampling || sampling.every === 1);

/** Frames a second as EyePop writes them, e.g. `5/2`, to a thousandth. */
export function fractionOf(perSecond: number): string {
  const thousandths = Math.max(1, Math.round(perSecond * 1000));
  const divisor = greatestCommonDivisor(thousandths, 1000);
  return `${thousandths / divisor}/${1000 / divisor}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
