import type { HealthLook } from './session-health';
import type { EyePopSession } from './session-reader';
import type { Bearer } from './with-retries';

/** Where work is done, whichever of EyePop's APIs leads there. */
export type Workplace = {
  readonly bearer: Bearer;
  /** Null in worker v1. */
  readonly session: EyePopSession | null;
  /** The URL of the pipeline that was made for us, and is removed in the end; null for one that others may use, too. */
  readonly ownPipeline: string | null;
  /** Whether the Pop may be changed: nobody else's is. */
  readonly isPopOurs: boolean;
  /** The Pop of pipelines that are made from now on. */
  setPop(pop: object): void;
  /** The URLs of the pipelines to use, made where they are missing. @throws {ReticleError} EYEPOP_* */
  lookUp(): Promise<readonly string[]>;
};

export type WorkplaceWatch = { readonly onLook: (look: HealthLook) => void };
