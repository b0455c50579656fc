import { Refusal } from './answers';

export type User = {
  readonly name: string;
  readonly email: string;
  readonly apiKey: string;
  creditCents: number;
  isKeyRevoked: boolean;
};

/** Who may call the Computing API, by key. */
export class Users {
  readonly #byKey = new Map<string, User>();

  add(name: string, apiKey: string, creditCents: number): User {
    const user = { name, email: `${name}@example.org`, apiKey, creditCents, isKeyRevoked: false };
    this.#byKey.set(apiKey, user);
    return user;
  }

  all(): User[] {
    return [...this.#byKey.values()];
  }

  named(name: string): User {
    const user = this.all().find((one) => one.name === name);
    if (!user) throw new Refusal(404, `no user ${name}`);
    return user;
  }

  /** @throws {Refusal} 401 for a key that is unknown or revoked */
  ofKey(apiKey: string | null): User {
    const user = this.ownerOf(apiKey);
    if (user.isKeyRevoked) throw new Refusal(401, 'Clé API révoquée');
    return user;
  }

  /** For `verify`, which has an answer of its own for a revoked key. @throws {Refusal} 401 for an unknown one */
  ownerOf(apiKey: string | null): User {
    const user = apiKey === null ? undefined : this.#byKey.get(apiKey);
    if (!user) throw new Refusal(401, 'Clé API inconnue');
    return user;
  }
}
