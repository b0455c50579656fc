import { z } from 'zod';
import { MediaId } from '#common/contract/media';
import { RunId } from '#common/contract/runs';
import { SegmentRule } from '#common/contract/segments';
import { ReticleError } from '#common/errors';
import type { VideoSegments } from '../analysis/video-segments';
import type { MediaService } from '../media/media-service';
import { exportContentTypes } from './prediction-record';
import { formatSegments, segmentFormats } from './segment-list';

const number = z.coerce.number<string>();
const Query = z
  .object({
    format: z.enum(segmentFormats),
    run: RunId,
    media: MediaId,
    classLabel: z.string(),
    minConfidence: number,
    minSeconds: number,
    maxGapSeconds: number.default(0),
  })
  .transform(({ format, run, media, ...rule }) => ({ format, of: { runId: run, mediaId: media }, rule }));

type SegmentSources = { readonly media: MediaService; readonly segments: VideoSegments };

/** `GET /export/segments?format=json|csv&run=…&media=…` and the rule's own fields. */
export async function exportSegments({ media, segments }: SegmentSources, url: URL): Promise<Response> {
  const query = Query.safeParse(Object.fromEntries(url.searchParams));
  const rule = SegmentRule.safeParse(query.data?.rule);
  if (!query.data || !rule.data) {
    throw new ReticleError('USAGE', { reason: z.prettifyError(query.error ?? rule.error ?? new z.ZodError([])) });
  }
  const { format, of } = query.data;
  const found = await segments.find(of, rule.data);
  const records = found.map((segment) => ({ media: media.get(of.mediaId).path, rule: rule.data, ...segment }));
  let text = '';
  for await (const part of formatSegments(records, format)) text += part;
  return new Response(text, {
    headers: {
      'content-type': exportContentTypes[format],
      'content-disposition': `attachment; filename="reticle-segments.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
