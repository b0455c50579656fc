import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { callApi, isMissing, readAs } from './api-caller';
import type { EyePopNet } from './eyepop-net';
import { type Bearer, onePlace, type Places } from './with-retries';

const Pipeline = z.looseObject({
  id: z.string().min(1),
  state: z.string().nullish(),
  startTime: z.string().nullish(),
  pop: z.unknown().optional(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** A pipeline that nobody feeds is removed by the worker after so long. */
const idleTimeoutSeconds = 300;

/** @param base - of the worker, without a slash at its end @returns the pipeline's URL @throws {ReticleError} EYEPOP_* */
export async function createPipeline(
  net: EyePopNet,
  base: string,
  bearer: Bearer,
  pop: object,
  signal: AbortSignal,
): Promise<string> {
  const json = {
    pop,
    source: { sourceType: 'NONE' },
    idleTimeoutSeconds,
    logging: ['out_meta'],
    videoOutput: 'no_output',
  };
  const call = { method: 'POST', bearer, places: onePlace(`${base}/pipelines`), json } as const;
  const { id } = readAs(Pipeline, await callApi(net, call, signal).catch(asPopRefusal), 'a pipeline');
  return `${base}/pipelines/${id}`;
}

export async function readPipeline(net: EyePopNet, places: Places, bearer: Bearer, signal: AbortSignal) {
  return readAs(Pipeline, await callApi(net, { method: 'GET', bearer, places }, signal), 'a pipeline');
}

/** Whether a pipeline is still there. */
export async function hasPipeline(net: EyePopNet, url: string, bearer: Bearer, signal: AbortSignal): Promise<boolean> {
  try {
    await readPipeline(net, onePlace(url), bearer, signal);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export async function patchPop(net: EyePopNet, places: Places, bearer: Bearer, pop: object, signal: AbortSignal) {
  await callApi(net, { method: 'PATCH', path: '/pop', json: pop, bearer, places }, signal).catch(asPopRefusal);
}

/** Ends all that a pipeline works on, whosever it is. */
export async function stopSources(net: EyePopNet, places: Places, bearer: Bearer, signal: AbortSignal) {
  const path = '/source?mode=preempt&processing=sync';
  await callApi(net, { method: 'PATCH', path, json: { sourceType: 'NONE' }, bearer, places }, signal);
}

/** One that is gone already is as good. */
export async function deletePipeline(net: EyePopNet, url: string, bearer: Bearer, signal: AbortSignal): Promise<void> {
  await callApi(net, { method: 'DELETE', bearer, places: onePlace(url) }, signal).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** A worker refuses a Pop with 400 or 422. */
function asPopRefusal(error: unknown): never {
  const isRefusal = error instanceof ReticleError && error.code === 'EYEPOP_REFUSED';
  if (!isRefusal || (error.params.status !== 400 && error.params.status !== 422)) throw error;
  throw new ReticleError('EYEPOP_POP_REFUSED', { reason: error.params.reason ?? '-' }, { cause: error });
}
