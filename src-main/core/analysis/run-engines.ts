import type { ConnectionId } from '#common/contract/connections';
import type { RunId, RunWhere } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { AutoEngine } from './auto-engine';
import type { MediaEngine } from './media-engine';

/** Where a run is to take place, as it was asked for. */
export type RunPlace = { readonly where: RunWhere; readonly connectionId: ConnectionId | null };

/** An engine elsewhere, until it is left. */
export type RemoteEngine = { readonly engine: MediaEngine; readonly leave: () => Promise<void> };

export type RunEnginesParts = {
  readonly placeOf: (runId: RunId) => RunPlace;
  /** @throws {ReticleError} where what is run cannot run here */
  readonly local: (modelId: string) => MediaEngine;
  /** @throws {ReticleError} CONNECTION_*, EYEPOP_* */
  readonly remote: (connectionId: ConnectionId, modelId: string, signal: AbortSignal) => Promise<RemoteEngine>;
  /** Told once a run why the rest of it is done here. */
  readonly onLost: (runId: RunId, error: ReticleError) => void;
  /** Calls later, unless it is called off before. */
  readonly after: (ms: number, act: () => void) => () => void;
};

/** A worker is kept so long after the last item of a run: the next may come. */
const keptMs = 30_000;

type Open = {
  readonly remote: Promise<RemoteEngine | null>;
  readonly engine: Promise<MediaEngine>;
  users: number;
  callOff: () => void;
};

/** The engines of runs: this computer, or a worker that is connected with the first item and left after the last. */
export class RunEngines {
  readonly #open = new Map<RunId, Open>();
  readonly #closing = new AbortController();

  constructor(private readonly parts: RunEnginesParts) {}

  /** @throws {ReticleError} of the engine, or of connecting to it */
  async use<T>(runId: RunId, modelId: string, work: (engine: MediaEngine) => Promise<T>): Promise<T> {
    const place = this.parts.placeOf(runId);
    if (place.where === 'local' || place.connectionId === null) return work(this.parts.local(modelId));
    const open = this.#open.get(runId) ?? this.#connect(runId, modelId, place.where, place.connectionId);
    open.callOff();
    open.users += 1;
    try {
      return await work(await open.engine);
    } finally {
      open.users -= 1;
      if (open.users === 0) open.callOff = this.parts.after(keptMs, () => void this.#leave(runId, open));
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#open].map(([runId, open]) => this.#leave(runId, open)));
  }

  #connect(runId: RunId, modelId: string, where: RunWhere, connectionId: ConnectionId): Open {
    const connecting = this.parts.remote(connectionId, modelId, this.#closing.signal);
    const lost = (error: ReticleError) => this.parts.onLost(runId, error);
    const engine = connecting.then(
      (remote) => (where === 'auto' ? new AutoEngine(remote.engine, this.parts.local(modelId), lost) : remote.engine),
      (error: unknown) => {
        if (where !== 'auto' || !(error instanceof ReticleError)) {
          // The next item tries again.
          this.#open.delete(runId);
          throw error;
        }
        lost(error);
        return this.parts.local(modelId);
      },
    );
    const open = { remote: connecting.catch(() => null), engine, users: 0, callOff: () => {} };
    this.#open.set(runId, open);
    return open;
  }

  async #leave(runId: RunId, open: Open): Promise<void> {
    // One that could not be had is replaced at once: what is in the map by now may be its successor, at work.
    if (this.#open.get(runId) === open) this.#open.delete(runId);
    open.callOff();
    const remote = await open.remote;
    // The session ends by its own limits where this cannot be said to it.
    await remote?.leave().catch(() => {});
  }
}
