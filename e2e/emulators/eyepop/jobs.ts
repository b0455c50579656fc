import type { Prediction } from '#common/prediction/prediction';
import type { Clock } from '../clock';
import type { LineStream } from './line-stream';
import type { Pipeline } from './pipelines';
import type { PopEngine } from './pop-engine';
import { framesPerSecond, type SourceOptions } from './source-options';
import { inVersion, stacked, within, withParams } from './source-results';
import type { Source } from './sources';

/** Runs a source through a pipeline's Pop and writes what is found, line by line. */
export class Jobs {
  constructor(
    private readonly engine: PopEngine,
    private readonly clock: Clock,
  ) {}

  /**
   * @param lines - null for a job that nobody reads
   * @throws When the reader has gone; what is wrong with the source is said in an error event
   */
  async run(pipeline: Pipeline, source: Source, lines: LineStream | null, signal: AbortSignal): Promise<void> {
    try {
      for await (const prediction of this.#predictions(pipeline, source, signal)) {
        const line = {
          source_id: lines?.sourceId,
          ...inVersion(source.options.version ?? 1, prediction),
          system_timestamp: this.clock.now().getTime() * 1e6,
        };
        await lines?.write(line, signal);
      }
      await lines?.end(signal);
    } catch (error) {
      if (!lines || lines.isEnded) return;
      const reason = signal.aborted ? signal.reason : error;
      await lines.fail(reason instanceof Error ? reason.message : String(reason));
    }
  }

  async *#predictions(
    pipeline: Pipeline,
    { isGroup, options, files }: Source,
    signal: AbortSignal,
  ): AsyncGenerator<Prediction> {
    signal.throwIfAborted();
    const pop = this.engine.bind(withParams(pipeline.pop, options.params ?? []));
    const found: Prediction[] = [];
    for (const path of await files(signal)) {
      const frames = this.engine.analyse(path, pop, framesPerSecond(options.fps), signal);
      if (!isGroup) yield* inRegion(frames, options);
      else for await (const prediction of inRegion(frames, options)) found.push(prediction);
    }
    if (isGroup) yield stacked(found);
  }
}

async function* inRegion(predictions: AsyncIterable<Prediction>, { roi }: SourceOptions) {
  for await (const prediction of predictions) yield roi ? within(roi, prediction) : prediction;
}
