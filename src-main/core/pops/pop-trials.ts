import type { MediaId } from '#common/contract/media';
import type { PopTrial } from '#common/contract/pops';
import type { ItemResult } from '../analysis/result-store';
import type { BoundPop } from '../local/pop/bound-pop';
import type { PopService } from './pop-service';

type AnalysePop = (path: string, pop: BoundPop, signal: AbortSignal) => Promise<ItemResult>;

/** Runs a Pop on one picture while it is being built; nothing of it is stored. */
export class PopTrials {
  constructor(
    private readonly pops: Pick<PopService, 'bound'>,
    private readonly media: { get(mediaId: MediaId): { readonly path: string } },
    private readonly analyse: AnalysePop,
  ) {}

  /** @throws {ReticleError} POP_*, MEDIA_*, MODEL_* or ENGINE_* */
  async tryOn(mediaId: MediaId, pop: unknown, signal: AbortSignal): Promise<PopTrial> {
    const { path } = this.media.get(mediaId);
    const { prediction, elapsedMs, backend, stages } = await this.analyse(path, this.pops.bound(pop), signal);
    return { prediction, elapsedMs, backend, stages: [...(stages ?? [])] };
  }
}
