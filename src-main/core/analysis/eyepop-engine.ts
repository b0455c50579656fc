import { basename } from 'node:path';
import type { VideoPart } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import type { EyePopWorker } from '../eyepop/eyepop-worker';
import { mediaTypeOf } from '../eyepop/media-type';
import { frameAt } from '../media/video/frame-index';
import type { MediaEngine, SeenFrame, SeenPicture } from './media-engine';

/** Uploads are what takes its time; the worker queues them. */
const picturesAtOnce = 8;

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
      if (!canSample({ sampling, fromNs, toNs })) throw new RangeError('EyePop takes whole videos, by frames a second');
      const fps = 'perSecond' in sampling ? { fps: fractionOf(sampling.perSecond) } : {};
      const source = { kind: 'video', path, mediaType: mediaTypeOf(path) } as const;
      let at = now();
      for await (const prediction of worker.analyse(source, fps, signal)) {
        const timestampNs = prediction.timestamp ?? Math.round((prediction.seconds ?? 0) * 1e9);
        const frameIndex = frameAt(index.timestampsNs, timestampNs, 1000);
        yield { frameIndex, timestampNs, elapsedMs: now() - at, prediction, engine: 'eyepop' } satisfies SeenFrame;
        at = now();
      }
    },
  };
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
