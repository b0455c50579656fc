import type { Pop } from '#common/pop/pop';
import type { Clock } from '../clock';
import type { ChangeEvents } from './data/change-events';
import type { Faults } from './faults';
import type { Jobs } from './jobs';
import type { Pipelines } from './pipelines';
import type { PopEngine } from './pop-engine';
import type { RequestLog } from './request-log';
import type { Sessions } from './sessions';
import type { Tokens } from './tokens';
import type { Workspace } from './workspace';

/** What the routes work on. */
export type Context = {
  /** Of the emulator, without a slash at its end. */
  readonly url: () => string;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly pipelines: Pipelines;
  readonly jobs: Jobs;
  readonly engine: PopEngine;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly workspace: Workspace;
  readonly events: ChangeEvents;
  /** Where the bytes of an asset lie; null where there is none. */
  readonly assetPath: (uuid: string) => string | null;
  readonly options: EmulatorOptions;
};

export type NamedPop = { readonly pop: Pop; readonly isProduction: boolean };

export type EmulatorOptions = {
  /** Taken as API key (compute) and as secret key (worker v1). */
  readonly apiKey: string;
  /** As on premises: nobody is asked for a token. */
  readonly isLocal: boolean;
  readonly tokenTtlSeconds: number;
  readonly sessionStartupMs: number;
  readonly sessionIdleMs: number;
  /** Whether worker v1 names its base as a path of its own host, which is allowed too. */
  readonly hasRelativeUrls: boolean;
  /** How long each stage of a training takes. */
  readonly trainingStageMs: number;
  /** Worker v1's Pops that go by a name. */
  readonly pops: Readonly<Record<string, NamedPop>>;
};

export const defaultOptions: EmulatorOptions = {
  apiKey: 'eyp_emulated',
  isLocal: false,
  tokenTtlSeconds: 3600,
  sessionStartupMs: 0,
  sessionIdleMs: 3_600_000,
  hasRelativeUrls: false,
  trainingStageMs: 1000,
  pops: {},
};
