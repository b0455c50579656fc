import { z } from 'zod';

/** What a video's header says. Times count from where the file's own clock begins, which need not be 0. */
export const VideoFacts = z.object({
  codec: z.string().describe('h264, hevc, av1, …'),
  pixelFormat: z.string(),
  widthPx: z.int().positive().describe('as shown: after rotation, with square pixels'),
  heightPx: z.int().positive(),
  rotationDegrees: z.int().describe('0, 90, 180 or 270, clockwise'),
  framesPerSecond: z.number().nonnegative().describe('mean; 0 where the header does not tell'),
  durationNs: z.number().nonnegative().describe('0 where the header does not tell'),
  hasAudio: z.boolean(),
  bitsPerSample: z.int(),
  isHdr: z.boolean(),
});
export type VideoFacts = z.infer<typeof VideoFacts>;
