import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { accountOf } from './account';
import { callApi, isMissing, readAs } from './api-caller';
import type { EyePopConnection } from './eyepop-connection';
import type { EyePopNet } from './eyepop-net';
import { createPipeline, hasPipeline } from './pipelines';
import { type Bearer, onePlace } from './with-retries';
import type { Workplace } from './workplace';

const Place = z.looseObject({ base_url: z.string().nullish(), pipeline_id: z.string().nullish() });
const Config = Place.extend({ status: z.string().nullish(), endpoints: z.array(Place).nullish() });

/** Worker v1: a Pop that goes by a name, on one worker or several, or a pipeline of our own. */
export class WorkerWorkplace implements Workplace {
  readonly session = null;
  readonly bearer: Bearer;
  ownPipeline: string | null = null;
  #isInDevelopment = false;

  constructor(
    private readonly net: EyePopNet,
    private readonly connection: EyePopConnection,
    private pop: object | null,
    private readonly signal: AbortSignal,
  ) {
    this.bearer = accountOf(net, connection, () => null).worker;
  }

  get isPopOurs(): boolean {
    return this.ownPipeline !== null || this.#isInDevelopment;
  }

  setPop(pop: object): void {
    this.pop = pop;
  }

  async lookUp(): Promise<readonly string[]> {
    const { popId } = this.connection;
    return popId === null ? [await this.#own()] : this.#named(popId);
  }

  async #own(): Promise<string> {
    const { ownPipeline, net, bearer, signal } = this;
    if (ownPipeline && (await hasPipeline(net, ownPipeline, bearer, signal))) return ownPipeline;
    const { base_url } = await this.#config('/workers/config');
    if (!base_url) throw new ReticleError('EYEPOP_POP_NOT_STARTED', { pop: this.connection.name });
    this.ownPipeline = await createPipeline(net, this.#resolved(base_url), bearer, this.pop ?? {}, signal);
    return this.ownPipeline;
  }

  async #named(popId: string): Promise<string[]> {
    const path = `/pops/${encodeURIComponent(popId)}/config?auto_start=true`;
    const config = await this.#config(path).catch((error: unknown) => {
      throw isMissing(error) ? new ReticleError('EYEPOP_POP_UNKNOWN', { pop: popId }, { cause: error }) : error;
    });
    this.#isInDevelopment = config.status !== 'active_prod';
    const places = config.base_url ? [config] : (config.endpoints ?? []);
    const urls = places.flatMap(({ base_url, pipeline_id }) =>
      base_url && pipeline_id ? [`${this.#resolved(base_url)}/pipelines/${pipeline_id}`] : [],
    );
    if (urls.length === 0) throw new ReticleError('EYEPOP_POP_NOT_STARTED', { pop: popId });
    return urls;
  }

  async #config(path: string): Promise<z.infer<typeof Config>> {
    const call = { method: 'GET', bearer: this.bearer, places: onePlace(this.connection.url + path) } as const;
    return readAs(Config, await callApi(this.net, call, this.signal), 'a config');
  }

  /** A worker may be named by a path of the API's own host. */
  #resolved(base: string): string {
    return new URL(base, this.connection.url).href.replace(/\/+$/, '');
  }
}
