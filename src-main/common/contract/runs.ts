import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { Prediction } from '../prediction/prediction';
import { base } from './base';
import { MediaId } from './media';
import { ModelId } from './models';
import { StageFacts } from './stage-facts';

export const RunId = z.uuid().brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

/** Of videos: which frames are analysed. Presentation times in ns, both included. */
export const VideoPart = z.object({
  sampling: z.union([
    z.object({ every: z.int().positive() }),
    z.object({ perSecond: z.number().positive().max(1000) }),
  ]),
  fromNs: z.number().nullable(),
  toNs: z.number().nullable(),
});
export type VideoPart = z.infer<typeof VideoPart>;

export const RunState = z.enum(['queued', 'running', 'done', 'paused', 'cancelled', 'interrupted']);

export const Run = z.object({
  id: RunId,
  modelId: ModelId,
  modelName: z.string(),
  engine: z.literal('local'),
  state: RunState,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  frames: z.object({ done: z.int(), total: z.int() }).nullable().describe('of the video that it is working on'),
  createdAtMs: z.int(),
  startedAtMs: z.int().nullable(),
  finishedAtMs: z.int().nullable(),
});
export type Run = z.infer<typeof Run>;

/** What really ran, and why where that is not what was asked for. */
export const Backend = z.object({
  provider: z.string().describe('cpu, webgpu, cuda, …'),
  reason: z.string().describe('empty, or why this one and not the one chosen'),
});
export type Backend = z.infer<typeof Backend>;

export const StoredResult = z.object({
  runId: RunId,
  mediaId: MediaId,
  modelId: ModelId,
  modelName: z.string(),
  engine: z.literal('local'),
  backend: Backend,
  elapsedMs: z.number(),
  createdAtMs: z.int(),
  stages: z.array(StageFacts).optional().describe('what each component of a Pop did'),
  prediction: Prediction,
});
export type StoredResult = z.infer<typeof StoredResult>;

export const ItemFailure = z.object({ mediaId: MediaId, name: z.string(), error: WireError });
export type ItemFailure = z.infer<typeof ItemFailure>;

/** Runs that changed since the reader last looked, conflated to the newest state of each. */
export const RunChange = z.object({ runs: z.array(Run) });

export const runs = {
  start: base
    .input(
      z.object({
        mediaIds: z.union([z.array(MediaId).min(1), z.literal('all')]),
        modelId: ModelId.describe('not looked at where a Pop is named'),
        popId: z.string().max(80).nullish().describe('runs this Pop, as it is now, with the models bound to it now'),
        video: VideoPart.optional().describe('every frame of the whole where it is absent'),
      }),
    )
    .output(Run),
  /** Ends within one picture; finished pictures keep their results. */
  cancel: base.input(z.object({ runId: RunId })).output(Run),
  /** Ends within one picture like `cancel`; stays paused over restarts. A run that is not at work stays as it is. */
  pause: base.input(z.object({ runId: RunId })).output(Run),
  /** Goes on with what a paused, cancelled or interrupted run has left, or with what failed in it. */
  resume: base.input(z.object({ runId: RunId, what: z.enum(['remaining', 'failed']) })).output(Run),
  list: base.output(z.array(Run)),
  failures: base.input(z.object({ runId: RunId })).output(z.array(ItemFailure)),
  /** The newest stored result of a picture, of one model where that is named. */
  result: base.input(z.object({ mediaId: MediaId, modelId: ModelId.optional() })).output(StoredResult.nullable()),
  /** The picture that the person looks at: it goes first. */
  focus: base.input(z.object({ mediaId: MediaId })).output(z.object({})),
  changes: base.output(eventIterator(RunChange)),
};
