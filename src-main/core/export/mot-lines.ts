import { ReticleError } from '#common/errors';
import type { PredictedObject } from '#common/prediction/prediction';
import type { PredictionRecord } from './prediction-record';

/** Where ids that are no numbers begin, so that they meet none that are. */
const firstNamedId = 1_000_001;

/**
 * MOTChallenge lines: `frame,id,left,top,width,height,conf,-1,-1,-1`. Frames count from 1 in presentation order; left and
 * top are pixels of the frame from 0. Only what has a track is written, nested objects too; pictures have none.
 *
 * @throws {ReticleError} EXPORT_ONE_VIDEO: the lines do not say of which video they are
 */
export async function* motLines(
  records: AsyncIterable<PredictionRecord> | Iterable<PredictionRecord>,
): AsyncGenerator<string> {
  const named = new Map<string, number>();
  let video: string | null = null;
  for await (const { media, frameIndex, prediction } of records) {
    if (frameIndex === undefined) continue;
    if (video !== null && video !== media) throw new ReticleError('EXPORT_ONE_VIDEO');
    video = media;
    const lines = tracked(prediction.objects ?? []).map((object) => {
      const box = [object.x, object.y, object.width, object.height].map((px) => rounded(px, 100));
      const id = numberOf(object.trackId ?? '', named);
      return `${[frameIndex + 1, id, ...box, rounded(object.confidence ?? 1, 10_000), -1, -1, -1].join(',')}\n`;
    });
    if (lines.length > 0) yield lines.join('');
  }
}

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts;

const tracked = (objects: readonly PredictedObject[]): PredictedObject[] =>
  objects.flatMap((object) => [...(object.trackId == null ? [] : [object]), ...tracked(object.objects ?? [])]);

/** A name gets a number when it is first met. */
function numberOf(trackId: number | string, named: Map<string, number>): number {
  if (typeof trackId === 'number') return trackId;
  const known = named.get(trackId) ?? firstNamedId + named.size;
  named.set(trackId, known);
  return known;
}
