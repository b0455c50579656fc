import { basename } from 'node:path';
import type { MediaId } from '#common/contract/media';
import type { Preflight } from '#common/contract/runs';
import type { ContentHashes } from '../media/content-hashes';
import type { MediaService } from '../media/media-service';
import type { StoredMedia } from '../media/media-store';
import type { ResultKey, ResultStore } from './result-store';
import type { RunItems } from './run-items';

const namedAtMost = 100;
const tellEveryMs = 150;
/** How far the time of a batch may lie from that of the last one with the same model. */
const spread = 0.25;

type Parts = {
  readonly media: MediaService;
  readonly hashes: ContentHashes;
  readonly results: ResultStore;
  readonly items: RunItems;
  readonly reuses: () => boolean;
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Looks at the files of a batch before it starts. */
export class Preflights {
  constructor(private readonly parts: Parts) {}

  /** Reads all headers, then what files of the same size hold. Yields what is known so far, a few times a second. */
  async *check(ids: readonly MediaId[], key: ResultKey, signal: AbortSignal): AsyncGenerator<Preflight> {
    const found = emptyPreflight(ids.length);
    const readable: StoredMedia[] = [];
    let toldAt = performance.now();
    const isDue = () => performance.now() - toldAt >= tellEveryMs;
    yield { ...found };
    for (const id of ids) {
      signal.throwIfAborted();
      const media = await this.parts.media.probed(id);
      count(found, media);
      if (media.state !== 'unreadable') readable.push(media);
      if (!isDue()) continue;
      yield { ...found };
      toldAt = performance.now();
    }
    const first = new Map<string, string>();
    for (const media of this.#worthReading(readable, key)) {
      signal.throwIfAborted();
      // A file that went away meanwhile fails in the run, with its name.
      const sha256 = await this.parts.hashes.of(media.id, signal).catch(() => null);
      if (sha256 === null) continue;
      const same = first.get(sha256);
      if (same === undefined) first.set(sha256, media.name);
      else addDuplicate(found, media, same);
      if (this.parts.reuses() && this.parts.results.ofContent(sha256, key)) found.keptCount += 1;
      if (!isDue()) continue;
      yield { ...found };
      toldAt = performance.now();
    }
    yield { ...found, isComplete: true, estimateMs: this.#estimate(found, key) };
  }

  /** Those of the ids that can be read, or all, without files whose content came before. */
  without(
    ids: readonly MediaId[],
    leaveOut: { readonly unreadable: boolean; readonly duplicates: boolean },
  ): MediaId[] {
    const seen = new Set<string>();
    return ids.filter((id) => {
      const media = this.parts.media.get(id);
      if (leaveOut.unreadable && media.state === 'unreadable') return false;
      const sha256 = leaveOut.duplicates ? this.parts.hashes.known(id) : null;
      if (sha256 === null) return true;
      if (seen.has(sha256)) return false;
      seen.add(sha256);
      return true;
    });
  }

  /** Only files of the same size can hold the same, or have been seen by an earlier run. */
  #worthReading(readable: readonly StoredMedia[], key: ResultKey): StoredMedia[] {
    const bySize = Map.groupBy(readable, ({ byteSize }) => byteSize);
    const mayBeKept = new Map<number, boolean>();
    for (const size of bySize.keys()) mayBeKept.set(size, this.parts.reuses() && this.parts.results.mayHave(key, size));
    return readable.filter(({ byteSize }) => (bySize.get(byteSize)?.length ?? 0) > 1 || mayBeKept.get(byteSize));
  }

  #estimate({ images, videoSeconds, keptCount }: Preflight, { modelSha256 }: ResultKey): Preflight['estimateMs'] {
    const { items } = this.parts;
    const left = Math.max(0, images - keptCount);
    const perPictureMs = left > 0 ? items.pictureMs(modelSha256) : 0;
    const perSecondMs = videoSeconds > 0 ? items.videoSecondMs(modelSha256) : 0;
    if (perPictureMs === null || perSecondMs === null) return null;
    const ms = left * perPictureMs + videoSeconds * perSecondMs;
    return { low: ms * (1 - spread), high: ms * (1 + spread) };
  }
}

const emptyPreflight = (total: number): Mutable<Preflight> => ({
  total,
  checked: 0,
  isComplete: false,
  images: 0,
  videos: 0,
  byteSize: 0,
  videoSeconds: 0,
  unreadableCount: 0,
  unreadable: [],
  duplicateCount: 0,
  duplicates: [],
  keptCount: 0,
  estimateMs: null,
});

function count(found: Mutable<Preflight>, media: StoredMedia): void {
  found.checked += 1;
  if (media.state === 'unreadable') {
    found.unreadableCount += 1;
    if (media.problem && found.unreadable.length < namedAtMost) {
      found.unreadable.push({ mediaId: media.id, name: basename(media.path), error: media.problem });
    }
    return;
  }
  found.byteSize += media.byteSize;
  if (media.kind === 'video') found.videos += 1;
  else found.images += 1;
  found.videoSeconds += (media.video?.durationNs ?? 0) / 1e9;
}

function addDuplicate(found: Mutable<Preflight>, { id, name }: StoredMedia, sameAs: string): void {
  found.duplicateCount += 1;
  if (found.duplicates.length < namedAtMost) found.duplicates.push({ mediaId: id, name, sameAs });
}
