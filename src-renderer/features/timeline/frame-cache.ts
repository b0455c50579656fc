import type { FrameResult } from '#common/contract/video';
import { predictionBetween } from '#common/overlay/between-frames';

/** Frames are asked for in blocks: a second or two of a video, and the next block before it is needed. */
const blockFrames = 64;
const keptBlocks = 24;

type Block = { frames: ReadonlyMap<number, FrameResult> | null; isStale: boolean; isLoading: boolean; usedAt: number };
export type LoadFrames = (fromFrame: number, toFrame: number) => Promise<readonly FrameResult[]>;

/** Results of frames near the playhead. What is not here yet is asked for, and `onLoaded` tells when it came. */
export class FrameCache {
  readonly #blocks = new Map<number, Block>();
  #clock = 0;
  /** Kept while the frame on screen stays the same, so that its overlay is prepared once. */
  #made: { frame: number; before: FrameResult; after: FrameResult; result: FrameResult | null } | null = null;

  constructor(
    private readonly load: LoadFrames,
    private readonly onLoaded: () => void,
  ) {}

  /** @returns The result of a frame; null where it has none; undefined while that is not known. */
  get(frame: number): FrameResult | null | undefined {
    const number = Math.floor(frame / blockFrames);
    const block = this.#block(number);
    this.#block(number + 1);
    return block.frames === null ? undefined : (block.frames.get(frame) ?? null);
  }

  /**
   * What is shown of a frame that was not analysed, between two near it that were; null where there are none.
   *
   * @param timestampNs - of the frame
   */
  between(frame: number, timestampNs: number): FrameResult | null {
    const before = this.#nearest(frame, -1);
    const after = before && this.#nearest(frame, 1);
    if (!before || !after) return null;
    const made = this.#made;
    if (made?.frame === frame && made.before === before && made.after === after) return made.result;
    const prediction = predictionBetween(before, after, timestampNs);
    const result = prediction && { frameIndex: frame, timestampNs, prediction };
    this.#made = { frame, before, after, result };
    return result;
  }

  /** Only among what is here: what is not is on its way, and the frame is drawn again when it has come. */
  #nearest(frame: number, step: 1 | -1): FrameResult | null {
    for (let at = frame + step; Math.abs(at - frame) <= blockFrames && at >= 0; at += step) {
      const found = this.get(at);
      if (found) return found;
    }
    return null;
  }

  /** More results may have come: what is here is shown until the new has been loaded. */
  markStale(): void {
    for (const block of this.#blocks.values()) block.isStale = true;
  }

  #block(number: number): Block {
    this.#clock += 1;
    const known = this.#blocks.get(number) ?? { frames: null, isStale: true, isLoading: false, usedAt: 0 };
    known.usedAt = this.#clock;
    this.#blocks.set(number, known);
    if (known.isStale && !known.isLoading) void this.#fill(number, known);
    return known;
  }

  async #fill(number: number, block: Block): Promise<void> {
    block.isLoading = true;
    block.isStale = false;
    try {
      const first = number * blockFrames;
      const frames = await this.load(first, first + blockFrames - 1);
      block.frames = new Map(frames.map((frame) => [frame.frameIndex, frame]));
      this.#forgetOldest();
      this.onLoaded();
    } catch {
      // Asked for again when it is looked at next; a lost line is shown by the status bar.
      block.isStale = true;
    } finally {
      block.isLoading = false;
    }
  }

  #forgetOldest(): void {
    const byAge = [...this.#blocks].sort(([, a], [, b]) => b.usedAt - a.usedAt);
    for (const [number] of byAge.slice(keptBlocks)) this.#blocks.delete(number);
  }
}
