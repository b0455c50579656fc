import type { SecretsKeptIn } from '#common/contract/connections';

/** What a secret is of. One shape a kind of owner, so that no two owners can mean the same name. */
export type SecretName = `connection/${string}/key` | `session/${string}/password`;

/** Keys and passwords by name. They are kept nowhere else: not in the database, a log, the page or a receipt. */
export interface Secrets {
  /** Said to the person: `memory` forgets with the end of the process. */
  readonly keptIn: SecretsKeptIn;
  get(name: SecretName): Promise<string | null>;
  /** @throws {ReticleError} DISK_FULL */
  set(name: SecretName, value: string): Promise<void>;
  remove(name: SecretName): Promise<void>;
}
