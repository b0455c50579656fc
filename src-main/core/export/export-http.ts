import { Readable } from 'node:stream';
import { z } from 'zod';
import { MediaId } from '#common/contract/media';
import { RunId, type StoredResult } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { FrameStore } from '../analysis/frame-store';
import type { ResultStore } from '../analysis/result-store';
import type { RunStore } from '../analysis/run-store';
import type { MediaService } from '../media/media-service';
import { exportContentTypes, exportFormats, formatRecords, type PredictionRecord } from './prediction-record';

const Query = z.object({
  format: z.enum(exportFormats),
  run: RunId.optional(),
  media: MediaId.optional(),
});

export type ExportSources = {
  readonly media: MediaService;
  readonly runs: RunStore;
  readonly results: ResultStore;
  readonly frames: FrameStore;
};

/** `GET /export?format=json|jsonl|csv` with `run=…` or `media=…` (its newest result). */
export function exportHttp(sources: ExportSources, url: URL): Response {
  const query = Query.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new ReticleError('USAGE', { reason: z.prettifyError(query.error) });
  const { format, run, media: mediaId } = query.data;
  const records = run ? recordsOfRun(sources, run) : mediaId ? recordsOfMedia(sources, mediaId) : null;
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

/** One record a picture, and one for each analysed frame of a video. */
function* recordsOfRun({ runs, results, frames }: ExportSources, runId: RunId): Generator<PredictionRecord> {
  if (!runs.find(runId)) throw new ReticleError('RUN_NOT_FOUND');
  // One row at a time by key: an open cursor would block every write while a slow reader reads.
  for (const mediaId of results.finishedMediaOf(runId)) {
    const result = results.of(runId, mediaId);
    if (result) yield* toRecords(result, result.path, frames);
  }
}

function* recordsOfMedia({ media, results, frames }: ExportSources, mediaId: MediaId): Generator<PredictionRecord> {
  const result = results.latest(mediaId, undefined);
  if (result) yield* toRecords(result, media.get(mediaId).path, frames);
}

function* toRecords(result: StoredResult, path: string, frames: FrameStore): Generator<PredictionRecord> {
  const { frameCount } = frames.progress(result);
  if (frameCount === 0) {
    yield toRecord(result, path);
    return;
  }
  const elapsedMs = Math.round((result.elapsedMs / frameCount) * 10) / 10;
  for (const { frameIndex, timestampNs, prediction } of frames.each(result)) {
    yield { ...toRecord({ ...result, elapsedMs, prediction }, path), frameIndex, timestampNs };
  }
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
