import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { base } from './base';
import { MediaId } from './media';
import { RunId } from './runs';
import { SegmentRule } from './segments';

/** What of an overlay is drawn into a copy, as the person sees it. */
export const OverlayChoice = z.object({
  minConfidence: z.number().min(0).max(1),
  hiddenClasses: z.array(z.string()),
  colourMode: z.enum(['class', 'instance', 'confidence']),
  look: z.object({
    boxes: z.boolean(),
    masks: z.boolean(),
    keyPoints: z.boolean(),
    labels: z.boolean(),
    opacity: z.number().min(0).max(1),
  }),
  language: z.enum(['en', 'fr']).describe('of the figures in labels'),
});
export type OverlayChoice = z.infer<typeof OverlayChoice>;

export const ExportId = z.uuid().brand<'ExportId'>();
export type ExportId = z.infer<typeof ExportId>;

export const ExportFile = z.object({
  name: z.string(),
  byteSize: z.int(),
  clip: z
    .object({ beginsNs: z.number(), endsNs: z.number() })
    .nullable()
    .describe('presentation times in the video at which the clip really begins and ends'),
});
export type ExportFile = z.infer<typeof ExportFile>;

/** An export that takes a while; it lives as long as the core, its files longer. */
export const ExportJob = z.object({
  id: ExportId,
  mediaId: MediaId,
  kind: z.enum(['annotated', 'clips']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  fraction: z.number().min(0).max(1),
  folder: z.string().describe('where its files lie, on the machine that Reticle runs on'),
  files: z.array(ExportFile).describe('those that are whole; to be had at /export/file?id=…&index=…'),
  error: WireError.nullable(),
});
export type ExportJob = z.infer<typeof ExportJob>;

const ofRun = { runId: RunId, mediaId: MediaId };
const one = z.object({ exportId: ExportId });

export const exports = {
  /** A copy of the video with what was found drawn in. */
  annotate: base.input(z.object({ ...ofRun, view: OverlayChoice })).output(ExportJob),
  /** A clip of each segment, its coded frames unchanged. */
  cutClips: base.input(z.object({ ...ofRun, rule: SegmentRule })).output(ExportJob),
  /** Of one video, newest first. */
  list: base.input(z.object({ mediaId: MediaId })).output(z.array(ExportJob)),
  /** What is whole stays; what is half written goes. */
  cancel: base.input(one).output(z.object({})),
  /** Takes it off the list, and its files off the disk. */
  remove: base.input(one).output(z.object({})),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
