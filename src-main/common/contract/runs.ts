import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes, WireError } from '../errors';
import { Prediction } from '../prediction/prediction';
import { base } from './base';
import { ConnectionId } from './connections';
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

/** Where a run takes place: `auto` goes on here when the service is lost. */
export const RunWhere = z.enum(['local', 'eyepop', 'auto']);
export type RunWhere = z.infer<typeof RunWhere>;

/** Who found it; `mixed` where a video was begun there and ended here. */
export const FoundBy = z.enum(['local', 'eyepop', 'mixed']);
export type FoundBy = z.infer<typeof FoundBy>;

export const RunState = z.enum(['queued', 'running', 'done', 'paused', 'cancelled', 'interrupted']);

/** Where and how the results of a run are written as files, beside the database. */
export const OutputPlan = z.object({
  folder: z.string().trim().min(1).max(4096),
  nameTemplate: z.string().trim().min(1).max(200).describe('{name}, {ext}, {model}, {date} and {n} are filled in'),
  mirrorsTree: z.boolean().describe('folders as they lie below the folder that holds all inputs'),
  ifExists: z.enum(['number', 'skip', 'replace']),
  records: z.boolean().describe('what was found: JSON a picture, JSON lines a video'),
  annotated: z.boolean().describe('a copy with its overlays'),
});
export type OutputPlan = z.infer<typeof OutputPlan>;

export const Run = z.object({
  id: RunId,
  modelId: ModelId,
  modelName: z.string(),
  where: RunWhere,
  state: RunState,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  kept: z.int().describe('how many of those done took the result of an earlier run over the same content'),
  place: z.int().describe('the lower, the sooner it is worked on'),
  problem: WireError.nullable().describe('why it stopped by itself'),
  outputFolder: z.string().nullable(),
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
  engine: FoundBy,
  backend: Backend,
  elapsedMs: z.number(),
  createdAtMs: z.int(),
  keptFromMs: z.int().nullable().describe('when it was found, where an earlier run over the same content found it'),
  stages: z.array(StageFacts).optional().describe('what each component of a Pop did'),
  prediction: Prediction,
});
export type StoredResult = z.infer<typeof StoredResult>;

export const ItemFailure = z.object({ mediaId: MediaId, name: z.string(), error: WireError });
export type ItemFailure = z.infer<typeof ItemFailure>;

export const ItemState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);

/** One row of a run's list. */
export const RunItem = z.object({
  mediaId: MediaId,
  name: z.string(),
  folder: z.string(),
  kind: z.enum(['image', 'video']),
  state: ItemState,
  objectCount: z.int().nullable(),
  elapsedMs: z.number().nullable(),
  isKept: z.boolean(),
  error: WireError.nullable(),
});
export type RunItem = z.infer<typeof RunItem>;

/** What is known of a batch before it starts; grows while its files are looked at. */
export const Preflight = z.object({
  total: z.int(),
  checked: z.int().describe('of `total`: how many headers were read'),
  isComplete: z.boolean(),
  images: z.int(),
  videos: z.int(),
  byteSize: z.number(),
  videoSeconds: z.number(),
  unreadableCount: z.int(),
  unreadable: z.array(ItemFailure).describe('the first 100'),
  duplicateCount: z.int().describe('files that hold the same bytes as one before them'),
  duplicates: z.array(z.object({ mediaId: MediaId, name: z.string(), sameAs: z.string() })).describe('the first 100'),
  keptCount: z.int().describe('of which an earlier run has the result'),
  estimateMs: z.object({ low: z.number(), high: z.number() }).nullable().describe('null where nothing was measured'),
});
export type Preflight = z.infer<typeof Preflight>;

/** Whether results can be written to a folder. */
export const OutputCheck = z.object({
  freeBytes: z.number().nullable(),
  neededBytes: z.number().describe('at least; an estimate'),
  example: z.string().describe('under which path the first file would be written'),
  problem: WireError.nullable(),
});
export type OutputCheck = z.infer<typeof OutputCheck>;

const RunOf = z.object({
  mediaIds: z.union([z.array(MediaId).min(1), z.literal('all')]),
  modelId: ModelId.describe('not looked at where a Pop is named'),
  popId: z.string().max(80).nullish().describe('runs this Pop, as it is now, with the models bound to it now'),
  video: VideoPart.optional().describe('every frame of the whole where it is absent'),
  where: RunWhere.optional().describe('this computer where it is absent; elsewhere needs a Pop and a connection'),
  connectionId: ConnectionId.nullish(),
});

/** Runs that changed since the reader last looked, conflated to the newest state of each. */
export const RunChange = z.object({ runs: z.array(Run) });

export const runs = {
  start: base
    .input(
      RunOf.extend({
        leaveOut: z
          .object({ unreadable: z.boolean(), duplicates: z.boolean() })
          .optional()
          .describe('as the preflight found them'),
        output: OutputPlan.nullish(),
      }),
    )
    .output(Run),
  /** Looks at the files of a batch that is not started yet: probes them, compares contents. Ends when all is known. */
  preflight: base.input(RunOf).output(eventIterator(Preflight)),
  /** Whether an output folder can be written, or made, and has room; makes nothing. */
  checkOutput: base.input(z.object({ mediaIds: RunOf.shape.mediaIds, output: OutputPlan })).output(OutputCheck),
  /** Ends within one picture; finished pictures keep their results. */
  cancel: base.input(z.object({ runId: RunId })).output(Run),
  /** Ends within one picture like `cancel`; stays paused over restarts. A run that is not at work stays as it is. */
  pause: base.input(z.object({ runId: RunId })).output(Run),
  /** Goes on with what a paused, cancelled or interrupted run has left, or with what failed in it. */
  resume: base
    .input(
      z.object({
        runId: RunId,
        what: z.enum(['remaining', 'failed']),
        code: z.enum(errorCodes).optional().describe('only what failed for this cause'),
      }),
    )
    .output(Run),
  /** Lets a waiting run go before its neighbour, or before all. */
  move: base.input(z.object({ runId: RunId, to: z.enum(['first', 'earlier', 'later']) })).output(Run),
  /** A part of the list of what a run works on, in its order. */
  items: base
    .input(
      z.object({
        runId: RunId,
        state: ItemState.nullish(),
        offset: z.int().nonnegative(),
        limit: z.int().positive().max(500),
      }),
    )
    .output(z.object({ items: z.array(RunItem), total: z.int() })),
  list: base.output(z.array(Run)),
  failures: base.input(z.object({ runId: RunId })).output(z.array(ItemFailure)),
  /** The newest stored result of a picture, of one model where that is named. */
  result: base.input(z.object({ mediaId: MediaId, modelId: ModelId.optional() })).output(StoredResult.nullable()),
  /** The picture that the person looks at: it goes first. */
  focus: base.input(z.object({ mediaId: MediaId })).output(z.object({})),
  changes: base.output(eventIterator(RunChange)),
};
