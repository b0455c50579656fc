import { Readable } from 'node:stream';
import { z } from 'zod';
import { MediaId } from '#common/contract/media';
import { RunId, type StoredResult } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { FrameStore } from '../analysis/frame-store';
import type { ResultStore } from '../analysis/result-store';
import type { RunStore } from '../analysis/run-store';
import type { MediaService } from '../media/media-service';
import {
  type ExportFormat,
  exportContentTypes,
  exportFormats,
  formatRecords,
  type PredictionRecord,
} from './prediction-record';

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

/** `GET /export?format=json|jsonl|csv|mot` with `run=…`, `media=…` (its newest result), or both. */
export function exportHttp(sources: ExportSources, url: URL): Response {
  const query = Query.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new ReticleError('USAGE', { reason: z.prettifyError(query.error) });
  const { format, run, media: mediaId } = query.data;
  if (run && !mediaId && format === 'mot' && sources.frames.videosOf(run, 2).length > 1)
    throw new ReticleError('EXPORT_ONE_VIDEO');
  const records = recordsOf(sources, run, mediaId);
  if (!records) throw new ReticleError('USAGE', { reason: 'phrase.reason.exportOfWhat' });
  const body = Readable.toWeb(Readable.from(formatRecords(records, format)).map((text: string) => Buffer.from(text)));
  return new Response(body as ReadableStream<Uint8Array>, {
    // One class, declared once by Node's streams and once by its fetch.
    headers: {
      'content-type': exportContentTypes[format],
      'content-disposition': `attachment; filename="${fileNames[format]}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

const fileNames: Record<ExportFormat, string> = {
  json: 'reticle-results.json',
  jsonl: 'reticle-results.jsonl',
  csv: 'reticle-results.csv',
  mot: 'reticle-tracks.txt',
};

function recordsOf(sources: ExportSources, run: RunId | undefined, mediaId: MediaId | undefined) {
  if (run && mediaId) return recordsOfVideo(sources, run, mediaId);
  if (run) return recordsOfRun(sources, run);
  return mediaId ? recordsOfMedia(sources, mediaId) : null;
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

/** What there is of a video in a run, through or not: what its timeline shows. */
function* recordsOfVideo(sources: ExportSources, runId: RunId, mediaId: MediaId): Generator<PredictionRecord> {
  const run = sources.runs.find(runId);
  if (!run) throw new ReticleError('RUN_NOT_FOUND');
  const { path } = sources.media.get(mediaId);
  const result = sources.results.of(runId, mediaId);
  if (result) return yield* toRecords(result, path, sources.frames);
  for (const { frameIndex, timestampNs, prediction, engine = 'local' } of sources.frames.each({ runId, mediaId })) {
    const { source_width: width, source_height: height } = prediction;
    const about = { media: path, width, height, engine, model: run.modelId };
    yield { ...about, prediction, frameIndex, timestampNs };
  }
}

function* toRecords(result: StoredResult, path: string, frames: FrameStore): Generator<PredictionRecord> {
  const { frameCount } = frames.progress(result);
  if (frameCount === 0) {
    yield toRecord(result, path);
    return;
  }
  const elapsedMs = Math.round((result.elapsedMs / frameCount) * 10) / 10;
  for (const { frameIndex, timestampNs, prediction, engine = 'local' } of frames.each(result)) {
    yield { ...toRecord({ ...result, elapsedMs, prediction, engine }, path), frameIndex, timestampNs };
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
