import { Readable } from 'node:stream';
import { z } from 'zod';
import { MediaId } from '#common/contract/media';
import { RunId, type StoredResult } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { RunStore } from '../analysis/run-store';
import type { MediaService } from '../media/media-service';
import { exportContentTypes, exportFormats, formatRecords, type PredictionRecord } from './prediction-record';

const Query = z.object({
  format: z.enum(exportFormats),
  run: RunId.optional(),
  media: MediaId.optional(),
});

/** `GET /export?format=json|jsonl|csv` with `run=…` or `media=…` (its newest result). */
export function exportHttp(media: MediaService, runs: RunStore, url: URL): Response {
  const query = Query.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new ReticleError('USAGE', { reason: z.prettifyError(query.error) });
  const { format, run, media: mediaId } = query.data;
  const records = run ? recordsOfRun(runs, run) : mediaId ? recordOfMedia(media, runs, mediaId) : null;
  if (!records) throw new ReticleError('USAGE', { reason: 'phrase.reason.exportOfWhat' });
  const body = Readable.toWeb(Readable.from(formatRecords(records, format)).map((text: string) => Buffer.from(text)));
  return new Response(body as ReadableStream<Uint8Array>, {
    // One class, declared once by Node's streams and once by its fetch.
    headers: {
      'content-type': exportContentTypes[format],
      'content-disposition': `attachment; filename="reticle-results.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function* recordsOfRun(runs: RunStore, runId: RunId): Generator<PredictionRecord> {
  if (!runs.find(runId)) throw new ReticleError('RUN_NOT_FOUND');
  // One row at a time by key: an open cursor would block every write while a slow reader reads.
  for (const mediaId of runs.finishedMediaOf(runId)) {
    const result = runs.resultOf(runId, mediaId);
    if (result) yield toRecord(result, result.path);
  }
}

function recordOfMedia(media: MediaService, runs: RunStore, mediaId: MediaId): PredictionRecord[] {
  const result = runs.latestResult(mediaId, undefined);
  return result ? [toRecord(result, media.get(mediaId).path)] : [];
}

function toRecord(result: StoredResult, path: string): PredictionRecord {
  return {
    media: path,
    width: result.prediction.source_width,
    height: result.prediction.source_height,
    engine: result.engine,
    model: result.modelId,
    elapsedMs: result.elapsedMs,
    prediction: result.prediction,
  };
}
