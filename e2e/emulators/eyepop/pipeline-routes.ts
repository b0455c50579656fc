import { z } from 'zod';
import { ReticleError } from '#common/errors';
import type { Pop } from '#common/pop/pop';
import type { Context, NamedPop } from './context';
import { found, HttpProblem } from './http-problem';
import type { Pipeline } from './pipelines';
import type { Params, Route } from './router';

const NewPipeline = z.looseObject({ pop: z.unknown().optional(), idleTimeoutSeconds: z.number().nullish() });
/** Where the body names none. */
const defaultIdleSeconds = 30;

/** Worker v1's way to a pipeline, and what both protocols do with one. */
export function pipelineRoutes(context: Context): Route[] {
  const { pipelines, options } = context;
  const base = () => `${options.hasRelativeUrls ? '' : context.url()}/worker`;
  const started = new Map<string, Pipeline>();
  const namedPipeline = (name: string, { pop }: NamedPop) => {
    const running = pipelines.get(started.get(name)?.id ?? '') ?? pipelines.create(pop, null);
    started.set(name, running);
    return running;
  };
  const isUp = (route: string): Route => ({
    route,
    isOpen: true,
    handle: (exchange) => exchange.json(200, { message: "I'm fine" }),
  });
  return [
    isUp('GET /health'),
    isUp('GET /ready'),
    {
      route: 'GET /workers/config',
      handle: (exchange) => exchange.json(200, { base_url: base() }),
    },
    {
      // The documents ask the worker itself for it.
      route: 'GET …/pops/:pop/config',
      handle: async (exchange, { pop = '' }) => {
        const named = found(options.pops[pop], 'Pop');
        const isRunning = exchange.query.get('auto_start')?.toLowerCase() !== 'false' || started.has(pop);
        const pipeline = isRunning ? namedPipeline(pop, named) : null;
        const place = { base_url: pipeline && base(), pipeline_id: pipeline?.id ?? null };
        if (!named.isProduction) return exchange.json(200, { name: pop, status: 'active_dev', ...place });
        const endpoints = pipeline ? [place] : [];
        return exchange.json(200, { name: pop, status: 'active_prod', base_url: null, pipeline_id: null, endpoints });
      },
    },
    {
      route: 'POST …/pipelines',
      handle: async (exchange) => {
        const { pop, idleTimeoutSeconds } = await exchange.jsonBody(NewPipeline);
        const pipeline = pipelines.create(runnable(context, pop), idleTimeoutSeconds ?? defaultIdleSeconds);
        await exchange.json(200, pipeline.toJson());
      },
    },
    {
      route: 'GET …/pipelines/:pipeline',
      handle: (exchange, params) => exchange.json(200, pipelineOf(context, params).toJson()),
    },
    {
      route: 'PATCH …/pipelines/:pipeline/pop',
      handle: async (exchange, params) => {
        const pipeline = pipelineOf(context, params);
        pipeline.pop = runnable(context, await exchange.jsonBody(z.unknown()));
        await exchange.empty();
      },
    },
    {
      route: 'DELETE …/pipelines/:pipeline',
      handle: async (exchange, params) => {
        pipelines.delete(pipelineOf(context, params).id);
        await exchange.empty();
      },
    },
  ];
}

/** @throws {HttpProblem} 422 with what is wrong with it, or cannot run here */
function runnable({ engine }: Context, value: unknown): Pop {
  try {
    const pop = engine.read(value);
    engine.bind(pop);
    return pop;
  } catch (error) {
    if (!(error instanceof ReticleError)) throw error;
    throw new HttpProblem(422, 'POP_001', 'the Pop cannot run here', error.userMessage);
  }
}

export function pipelineOf({ pipelines }: Context, { pipeline = '' }: Params): Pipeline {
  return found(pipelines.get(pipeline), 'pipeline');
}
