import { randomBytes } from 'node:crypto';
import { Refusal } from './answers';
import type { Session } from './sessions';

/** The `sk_live_` keys, each of one session. They end with it. */
export class LiveKeys {
  readonly #sessions = new Map<string, Session>();

  make(session: Session): string {
    const key = `sk_live_${randomBytes(16).toString('hex')}`;
    this.#sessions.set(key, session);
    return key;
  }

  /** For the log: whose key this is, without saying the key. */
  labelOf(key: string | null): string | null {
    const session = key === null ? undefined : this.#sessions.get(key);
    return session ? `session ${session.id}` : null;
  }

  /** @throws {Refusal} 401 */
  sessionOf(key: string | null): Session {
    const session = key === null ? undefined : this.#sessions.get(key);
    if (session?.status !== 'running') throw new Refusal(401, 'Clé de session refusée');
    return session;
  }
}
