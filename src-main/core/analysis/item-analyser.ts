import { ReticleError } from '#common/errors';
import type { ContentHashes } from '../media/content-hashes';
import type { MediaService } from '../media/media-service';
import type { FrameStore } from './frame-store';
import type { ItemResult, ResultKey, ResultStore } from './result-store';
import type { AnalyseItem } from './run-service';
import type { NextItem, RunStore } from './run-store';

export type ItemAnalyserParts = {
  readonly media: MediaService;
  readonly hashes: ContentHashes;
  readonly runs: RunStore;
  readonly results: ResultStore;
  readonly frames: FrameStore;
  /** Runs the model, or the Pop. */
  readonly run: AnalyseItem;
  /** Writes the files of a run with an output folder; called before the result is stored. */
  readonly write: (item: Item, result: ItemResult, signal: AbortSignal) => Promise<void>;
  /** Whether results of earlier runs over the same content are taken. */
  readonly reuses: () => boolean;
};

type Item = Parameters<AnalyseItem>[0];

/**
 * One item of a run, from the file to the result: what an earlier run found in the same bytes with the same model is
 * taken; all else is analysed, and refused where the file changed meanwhile.
 */
export class ItemAnalyser {
  constructor(private readonly parts: ItemAnalyserParts) {}

  /** @throws {ReticleError} MEDIA_*, and what models, videos and the output folder throw */
  async analyse(item: Item, signal: AbortSignal): Promise<ItemResult> {
    const result = await this.#result(item, signal);
    await this.parts.write(item, result, signal);
    return result;
  }

  async #result(item: Item, signal: AbortSignal): Promise<ItemResult> {
    const { media, hashes, run } = this.parts;
    const { mediaId, runId } = item;
    if (await hashes.isChanged(mediaId)) await hashes.relist(mediaId, runId);
    // Before its header is read nobody knows whether it is a picture or a video.
    const { byteSize, name } = await media.probed(mediaId);
    const key = this.parts.runs.keyOf(runId);
    const kept = key && this.parts.reuses() ? await this.#kept(item, key, byteSize, signal) : null;
    if (kept) return kept;
    // Read beside the analysis, for the runs that come after this one.
    const [result] = await Promise.all([run(item, signal), hashes.of(mediaId, signal)]);
    if (await hashes.isChanged(mediaId)) throw new ReticleError('MEDIA_CHANGED', { name });
    return result;
  }

  async #kept(item: NextItem, key: ResultKey, byteSize: number, signal: AbortSignal): Promise<ItemResult | null> {
    const { hashes, results, frames } = this.parts;
    if (!results.mayHave(key, byteSize)) return null;
    const sha256 = await hashes.of(item.mediaId, signal);
    const found = sha256 === null ? null : results.ofContent(sha256, key);
    if (!found) return null;
    await frames.copy(found, item, signal);
    const { prediction, elapsedMs, backend, stages, runId, engine } = found;
    const objectCount = results.objectCount(found);
    return { prediction, objectCount, elapsedMs, backend, engine, keptFrom: runId, ...(stages && { stages }) };
  }
}
