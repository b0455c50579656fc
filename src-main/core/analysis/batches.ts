import { join } from 'node:path';
import type { ConnectionId } from '#common/contract/connections';
import type { MediaId } from '#common/contract/media';
import type { OutputCheck, OutputPlan, Preflight, Run, RunWhere, VideoPart } from '#common/contract/runs';
import { ReticleError, toWireError } from '#common/errors';
import { makeOutputFolder, neededBytes, roomAt } from '../export/check-output';
import { commonFolder, outputName } from '../export/output-name';
import type { MediaService } from '../media/media-service';
import type { PopService } from '../pops/pop-service';
import { requireSpace } from '../store/free-space';
import { canSample } from './eyepop-engine';
import type { Preflights } from './preflight';
import type { RunPlace } from './run-engines';
import type { RunService } from './run-service';
import type { StoredOutput } from './run-store';

type RunOf = {
  readonly mediaIds: readonly MediaId[] | 'all';
  readonly modelId: string;
  readonly popId?: string | null | undefined;
  readonly video?: VideoPart | undefined;
  readonly where?: RunWhere | undefined;
  readonly connectionId?: ConnectionId | null | undefined;
};

type Start = RunOf & {
  readonly leaveOut?: { readonly unreadable: boolean; readonly duplicates: boolean } | undefined;
  readonly output?: OutputPlan | null | undefined;
};

type Parts = {
  readonly runs: RunService;
  readonly preflights: Preflights;
  readonly media: MediaService;
  readonly pops: PopService;
  readonly analysableIds: () => MediaId[];
  readonly listedIds: () => MediaId[];
  /** Of a model, or of a Pop that was prepared. */
  readonly model: (modelId: string) => { readonly name: string; readonly sha256: string };
  readonly host: { readonly version: string; readonly now: () => Date };
};

/** Batches up to their start: what is in them, what they will write, and the start itself. */
export class Batches {
  constructor(private readonly parts: Parts) {}

  /** @throws {ReticleError} NOTHING_TO_RUN, POP_*, MODEL_NOT_FOUND, OUTPUT_*; nothing has started then */
  async start({ mediaIds, modelId, popId, video, leaveOut, output, where, connectionId }: Start): Promise<Run> {
    const { runs, preflights } = this.parts;
    const place = { where: where ?? 'local', connectionId: connectionId ?? null };
    const what = this.#prepared(modelId, popId, place.where);
    if (place.where !== 'local') refuseElsewhere(place, popId, video);
    const all = this.#ids(mediaIds);
    const ids = leaveOut ? preflights.without(all, leaveOut) : all;
    const stored = output ? await this.#prepareOutput(output, ids) : null;
    return runs.start(ids, what, { videoPart: video ?? null, output: stored, place });
  }

  preflight(
    { mediaIds, modelId, popId, video, where = 'local' }: RunOf,
    signal: AbortSignal,
  ): AsyncGenerator<Preflight> {
    const { preflights, model, host, listedIds } = this.parts;
    const { sha256 } = model(this.#prepared(modelId, popId, where));
    const ids = mediaIds === 'all' ? listedIds() : mediaIds;
    return preflights.check(
      ids,
      { modelSha256: sha256, version: host.version, videoPart: video ?? null, where },
      signal,
    );
  }

  async checkOutput(mediaIds: readonly MediaId[] | 'all', output: OutputPlan): Promise<OutputCheck> {
    const ids = this.#ids(mediaIds);
    const first = ids[0] && this.parts.media.get(ids[0]);
    const input = { path: first?.path ?? '', folder: first?.folder ?? '', number: 1 };
    const name = outputName(output, this.#root(ids), input, '', this.parts.host.now());
    const example = join(output.folder, `${name}${first?.kind === 'video' ? '.jsonl' : '.json'}`);
    const needed = this.#needed(ids, output);
    try {
      return { freeBytes: await roomAt(output.folder), neededBytes: needed, example, problem: null };
    } catch (error) {
      return { freeBytes: null, neededBytes: needed, example, problem: toWireError(error) };
    }
  }

  #prepared(modelId: string, popId: string | null | undefined, where: RunWhere): string {
    const { pops } = this.parts;
    if (!popId) return modelId;
    return where === 'eyepop' ? pops.prepareForElsewhere(popId) : pops.prepare(popId);
  }

  #ids(mediaIds: readonly MediaId[] | 'all'): readonly MediaId[] {
    return mediaIds === 'all' ? this.parts.analysableIds() : mediaIds;
  }

  async #prepareOutput(plan: OutputPlan, ids: readonly MediaId[]): Promise<StoredOutput> {
    await roomAt(plan.folder);
    await makeOutputFolder(plan.folder);
    await requireSpace(plan.folder, this.#needed(ids, plan));
    return { plan, root: this.#root(ids) };
  }

  #root(ids: readonly MediaId[]): string {
    return commonFolder(ids.map((id) => this.parts.media.get(id).folder));
  }

  #needed(ids: readonly MediaId[], plan: OutputPlan): number {
    return neededBytes(
      ids.map((id) => this.parts.media.get(id)),
      plan,
    );
  }
}

/** What cannot take place at a service, said before anything starts. */
function refuseElsewhere(place: RunPlace, popId: string | null | undefined, video: VideoPart | undefined): void {
  if (place.connectionId === null) throw new ReticleError('EYEPOP_NO_CONNECTION');
  if (!popId) throw new ReticleError('EYEPOP_NEEDS_POP');
  if (video && !canSample(video)) throw new ReticleError('EYEPOP_WHOLE_VIDEOS');
}
