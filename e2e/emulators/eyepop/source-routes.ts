import { randomUUID } from 'node:crypto';
import type { Context } from './context';
import type { Exchange } from './exchange';
import { found, HttpProblem } from './http-problem';
import type { LineStream } from './line-stream';
import { pipelineOf } from './pipeline-routes';
import { type JobMode, jobModes, type Pipeline } from './pipelines';
import type { Params, Route } from './router';
import { namedSource, receiveUpload, type Source } from './sources';

/** An answer that is open already, and waits for its upload to come on another connection. */
type Prepared = { readonly lines: LineStream; readonly taken: AbortController };

/** Jobs: every way in which a source comes to a pipeline. */
export function sourceRoutes(context: Context): Route[] {
  const { workspace, clock, jobs } = context;
  const prepared = new Map<string, Prepared>();

  const upload = async (exchange: Exchange, params: Params) => {
    const pipeline = pipelineOf(context, params);
    const mode = modeOf(exchange);
    const sourceId = exchange.query.get('sourceId');
    const waiting = sourceId === null ? null : found(prepared.get(sourceId), 'prepared source');
    waiting?.taken.abort();
    await workspace.withFolder(async (folder) => {
      const receiving = receiveUpload(exchange, folder);
      if (!waiting) return perform(exchange, pipeline, mode, await receiving);
      const source = await receiving.catch(async (error: unknown) => {
        await waiting.lines.fail('the upload broke off');
        throw error;
      });
      await exchange.empty();
      await pipeline.run(
        mode,
        waiting.lines.gone,
        async () => waiting.lines,
        (lines, signal) => jobs.run(pipeline, source, lines, signal),
      );
    });
  };

  const name = async (exchange: Exchange, params: Params) => {
    // Documents speak of pictures that are uploaded with PATCH.
    if (!/^(application\/json.*)?$/.test(exchange.contentType)) return upload(exchange, params);
    const pipeline = pipelineOf(context, params);
    const mode = modeOf(exchange);
    await workspace.withFolder(async (folder) => {
      const source = await namedSource(exchange, folder, context.assetPath);
      if (source) return perform(exchange, pipeline, mode, source);
      if (mode === 'preempt') pipeline.stop();
      await exchange.empty();
    });
  };

  const perform = async (exchange: Exchange, pipeline: Pipeline, mode: JobMode, source: Source) => {
    const isAsync = exchange.query.get('processing') === 'async';
    // Nobody waits for the end of an asynchronous job: only the pipeline ends it.
    const gone = isAsync ? new AbortController().signal : exchange.gone;
    const answer = async () => (isAsync ? exchange.empty().then(() => null) : exchange.lines(randomUUID()));
    await pipeline.run(mode, gone, answer, (lines, signal) => jobs.run(pipeline, source, lines, signal));
  };

  const prepare = async (exchange: Exchange, params: Params) => {
    pipelineOf(context, params);
    const timeoutMs = Number.parseFloat(exchange.query.get('timeout') ?? '10') * 1000;
    const lines = await exchange.lines(randomUUID());
    const waiting = { lines, taken: new AbortController() };
    prepared.set(lines.sourceId, waiting);
    await lines.event({ type: 'prepared' });
    const isLate = await clock.wait(timeoutMs, AbortSignal.any([exchange.gone, waiting.taken.signal])).then(
      () => true,
      () => false,
    );
    prepared.delete(lines.sourceId);
    if (isLate) await lines.fail('nothing was uploaded in time');
  };

  return [
    { route: 'POST …/pipelines/:pipeline/source', handle: upload },
    { route: 'PATCH …/pipelines/:pipeline/source', handle: name },
    { route: 'POST …/pipelines/:pipeline/prepareSource', handle: prepare },
  ];
}

function modeOf({ query }: Exchange): JobMode {
  const given = query.get('mode') ?? 'queue';
  const mode = jobModes.find((one) => one === given);
  if (!mode) throw new HttpProblem(422, 'REQ_002', `there is no mode ${given}`);
  return mode;
}
