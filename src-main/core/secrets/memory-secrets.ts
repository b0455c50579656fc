import type { SecretName, Secrets } from './secrets';

/** Where nothing better can be had, and in tests. */
export class MemorySecrets implements Secrets {
  readonly keptIn = 'memory';
  readonly #values = new Map<SecretName, string>();

  async get(name: SecretName): Promise<string | null> {
    return this.#values.get(name) ?? null;
  }

  async set(name: SecretName, value: string): Promise<void> {
    this.#values.set(name, value);
  }

  async remove(name: SecretName): Promise<void> {
    this.#values.delete(name);
  }
}
