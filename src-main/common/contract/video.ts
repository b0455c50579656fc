import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { Prediction } from '../prediction/prediction';
import { base } from './base';
import { MediaId } from './media';
import { RunId } from './runs';
import { Segment, SegmentRule } from './segments';

/** How far the list of frames has been read. */
export const FrameIndexState = z.object({
  state: z.enum(['building', 'done', 'failed']),
  frameCount: z.int().nonnegative(),
  upToNs: z.number().describe('presentation time that it has come to'),
  isVariableRate: z.boolean().describe('told once it is done'),
  error: WireError.nullable(),
});
export type FrameIndexState = z.infer<typeof FrameIndexState>;

export const FrameResult = z.object({
  frameIndex: z.int().nonnegative().describe('in presentation order'),
  timestampNs: z.number().describe('presentation time'),
  engine: z.enum(['local', 'eyepop']).optional().describe('who found it; this computer where it is absent'),
  prediction: Prediction,
});
export type FrameResult = z.infer<typeof FrameResult>;

export const TrackLane = z.object({
  trackId: z.union([z.number(), z.string()]),
  classLabel: z.string(),
  firstFrame: z.int(),
  lastFrame: z.int(),
  frameCount: z.int().describe('on how many frames it was seen'),
});
export type TrackLane = z.infer<typeof TrackLane>;

/** A stretch of the timeline, cut into equal buckets of frames. */
export const Strip = z.object({
  fromFrame: z.int().nonnegative(),
  toFrame: z.int().nonnegative().describe('exclusive'),
  analysed: z.array(z.int()).describe('frames with a result, of each bucket'),
  heat: z.array(z.object({ classLabel: z.string(), counts: z.array(z.int()).describe('objects, of each bucket') })),
});
export type Strip = z.infer<typeof Strip>;

/** A copy that browsers can play, of a video that they cannot. */
export const PreviewState = z.object({
  state: z.enum(['none', 'making', 'ready', 'failed']),
  fraction: z.number().min(0).max(1),
  error: WireError.nullable(),
});
export type PreviewState = z.infer<typeof PreviewState>;

const ofRun = { runId: RunId, mediaId: MediaId };
const minConfidence = z.number().min(0).max(1).default(0);

export const video = {
  /** Starts reading the list of frames where that has not been done. */
  index: base.input(z.object({ mediaId: MediaId })).output(FrameIndexState),
  /** Presentation times in order, as differences in ns; the first is absolute. */
  timestamps: base
    .input(z.object({ mediaId: MediaId, fromFrame: z.int().nonnegative(), count: z.int().positive().max(200_000) }))
    .output(z.object({ deltasNs: z.array(z.number()), frameCount: z.int().nonnegative() })),
  /** The newest run that has results of a video, with how many frames it has. */
  latestRun: base
    .input(z.object({ mediaId: MediaId }))
    .output(z.object({ runId: RunId, frameCount: z.int(), lastFrame: z.int() }).nullable()),
  frames: base
    .input(z.object({ ...ofRun, fromFrame: z.int().nonnegative(), toFrame: z.int().nonnegative() }))
    .output(z.array(FrameResult).describe('at most 600')),
  strip: base
    .input(
      z.object({
        ...ofRun,
        fromFrame: z.int().nonnegative(),
        toFrame: z.int().nonnegative().describe('exclusive'),
        buckets: z.int().positive().max(4000),
        minConfidence,
      }),
    )
    .output(Strip),
  tracks: base.input(z.object(ofRun)).output(z.array(TrackLane)),
  /** The next frame, before or after, that has objects (or a result without any). */
  seek: base
    .input(
      z.object({
        ...ofRun,
        fromFrame: z.int(),
        step: z.union([z.literal(1), z.literal(-1)]),
        hasObjects: z.boolean(),
        minConfidence,
      }),
    )
    .output(z.int().nullable()),
  /** Where a class was seen, surely and for long enough; objects within objects do not count. */
  segments: base.input(z.object({ ...ofRun, rule: SegmentRule })).output(z.array(Segment)),
  preview: base.input(z.object({ mediaId: MediaId })).output(PreviewState),
  /** Makes the copy in the background and keeps it. */
  makePreview: base.input(z.object({ mediaId: MediaId })).output(PreviewState),
  cancelPreview: base.input(z.object({ mediaId: MediaId })).output(PreviewState),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
