import { ReticleError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import { jsonHeaders } from './api-caller';
import { EyePopTroubleError } from './eyepop-errors';
import type { EyePopNet } from './eyepop-net';
import { readLines, type WorkerLine } from './prediction-lines';
import type { TracedWork } from './request-trace';
import { type Answer, type Call, send, textOf } from './send';
import { namedSource, nameOf, type Source, type SourceOptions, uploadQuery } from './source';
import { uploadBody } from './upload-body';

export type JobRequest = {
  readonly source: Source;
  readonly options: SourceOptions;
  readonly work: TracedWork;
  /** How long nothing may move, ms. */
  readonly stallMs: number;
  /** Of an upload, bytes. */
  readonly onSent: (bytes: number) => void;
};

/** A job that the worker has begun: the first line is there, or the end. */
export type OpenedJob = {
  readonly first: IteratorResult<Prediction, void>;
  readonly rest: AsyncGenerator<Prediction, void>;
};

const accept = { accept: 'application/jsonl' };

/**
 * Sends a source to a pipeline and waits for the first thing found, so that what fails before can be tried again.
 *
 * @param pipelineUrl - without a slash at its end
 * @throws {ReticleError} EYEPOP_*; an `EyePopTroubleError` where another try may go well
 */
export async function openJob(
  net: EyePopNet,
  pipelineUrl: string,
  token: string | null,
  request: JobRequest,
  signal: AbortSignal,
): Promise<OpenedJob> {
  const rest =
    request.source.kind === 'video'
      ? duplexPredictions(net, pipelineUrl, token, request, request.source, signal)
      : plainPredictions(net, pipelineUrl, token, request, signal);
  return { first: await rest.next(), rest };
}

/** One request: the answer to the upload, or to the naming of a source, is what was found. */
async function* plainPredictions(
  net: EyePopNet,
  pipelineUrl: string,
  token: string | null,
  request: JobRequest,
  signal: AbortSignal,
): AsyncGenerator<Prediction, void> {
  const answer = await send(net, { ...common(token, request), ...(await asked(pipelineUrl, request)) }, signal);
  yield* predictionsOf(answer, request);
}

async function asked(pipelineUrl: string, { source, options }: JobRequest) {
  if (source.kind === 'file' || source.kind === 'video' || source.kind === 'files') {
    const { body, headers } = await uploadBody(source, options);
    const url = `${pipelineUrl}/source${uploadQuery(options, { processing: 'sync' })}`;
    return { method: 'POST', url, body, headers: { ...headers, ...accept } } as const;
  }
  const { query, json } = namedSource(source, options);
  const headers = { ...jsonHeaders, ...accept };
  return { method: 'PATCH', url: `${pipelineUrl}/source${query}`, body: JSON.stringify(json), headers } as const;
}

/** Two requests at once: the answer to the first says what was found while the second still uploads. */
async function* duplexPredictions(
  net: EyePopNet,
  pipelineUrl: string,
  token: string | null,
  request: JobRequest,
  source: Extract<Source, { kind: 'video' }>,
  signal: AbortSignal,
): AsyncGenerator<Prediction, void> {
  const left = new AbortController();
  const ended = AbortSignal.any([signal, left.signal]);
  const prepare: Call = {
    ...common(token, request),
    method: 'POST',
    url: `${pipelineUrl}/prepareSource?timeout=600s`,
    headers: accept,
  };
  const answer = await send(net, prepare, ended);
  const lines = readLines(answer.chunks, nameOf(source));
  try {
    const sourceId = await preparedId(lines, nameOf(source));
    const { body, headers } = await uploadBody(source, request.options);
    const query = uploadQuery(request.options, { processing: 'async', sourceId, videoMode: 'stream' });
    const upload: Call = {
      ...common(token, request),
      method: 'POST',
      url: `${pipelineUrl}/source${query}`,
      body,
      headers,
      onSent: (bytes) => {
        // While it is being uploaded, a worker may well be silent.
        answer.moved();
        request.onSent(bytes);
      },
    };
    const uploaded = send(net, upload, ended).then((done) => textOf(done.chunks));
    yield* whileUploading(lines, uploaded);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    left.abort();
    answer.drop();
  }
}

async function preparedId(lines: AsyncGenerator<WorkerLine>, name: string): Promise<string> {
  const { value, done } = await lines.next();
  if (done || value.kind !== 'prepared') throw new ReticleError('EYEPOP_UNPREPARED', { name });
  return value.sourceId;
}

/**
 * What is found, for as long as the upload has not failed. A source that fails before it was uploaded failed because of
 * the upload, most likely: workers call a broken connection so.
 */
async function* whileUploading(
  lines: AsyncGenerator<WorkerLine>,
  uploaded: Promise<unknown>,
): AsyncGenerator<Prediction, void> {
  let isUploaded = false;
  const failed = uploaded.then(() => {
    isUploaded = true;
    return new Promise<never>(() => {});
  });
  failed.catch(() => {});
  let next = lines.next();
  try {
    for (;;) {
      const { value, done } = await Promise.race([next, failed]);
      if (done) break;
      if (value.kind === 'prediction') yield value.prediction;
      next = lines.next();
    }
    await uploaded;
  } catch (error) {
    next.catch(() => {});
    if (isUploaded || !(error instanceof ReticleError) || error.code !== 'EYEPOP_SOURCE_FAILED') throw error;
    throw new EyePopTroubleError('source', error.code, error.params, null, { cause: error });
  }
}

async function* predictionsOf(answer: Answer, { source }: JobRequest): AsyncGenerator<Prediction, void> {
  try {
    for await (const line of readLines(answer.chunks, nameOf(source))) {
      if (line.kind === 'prediction') yield line.prediction;
    }
  } finally {
    answer.drop();
  }
}

const common = (token: string | null, { stallMs, work, onSent }: JobRequest) => ({ token, stallMs, work, onSent });
