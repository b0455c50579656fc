import { z } from 'zod';

/** What somebody looks for in a video: a class, sure enough, for long enough. */
export const SegmentRule = z.object({
  classLabel: z.string().min(1),
  minConfidence: z.number().min(0).max(1),
  minSeconds: z.number().nonnegative(),
  maxGapSeconds: z.number().nonnegative().default(0).describe('shorter absences do not end a segment'),
});
export type SegmentRule = z.infer<typeof SegmentRule>;

export const Segment = z.object({
  firstFrame: z.int().nonnegative(),
  lastFrame: z.int().nonnegative(),
  startNs: z.number().describe('presentation time of the first frame'),
  endNs: z.number().describe('presentation time at which the last frame is over'),
  frameCount: z.int().positive().describe('analysed frames of it that have the class'),
  confidence: z.number().describe('the highest of them'),
});
export type Segment = z.infer<typeof Segment>;
