import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Header names in lower case, as Node gives them. */
export type RequestHead = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type Refusal = 'foreign-host' | 'foreign-page' | 'no-cookie';

const secret = () => randomBytes(32).toString('base64url');

/**
 * Who may talk to the browser shell: pages of our own origin that came in by a link of ours.
 *
 * Loopback alone protects from other machines, not from other pages in the same browser. Against those stand: the
 * `Host` header (DNS rebinding), `Origin` and `Sec-Fetch-Site` (cross-site requests, pages on other local ports), and a
 * cookie that is only had for a link's token, which works once.
 */
export class Access {
  readonly #cookie = secret();
  readonly #links = new Set<string>();
  /** For a second start of ours, which finds it in the data folder's lock. */
  readonly key = secret();

  constructor(
    private readonly port: number,
    private readonly linkLimit = 100,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A new address that lets one browser in, once. */
  newLink(): string {
    const token = secret();
    this.#links.add(token);
    // Links that nobody follows must not pile up: the oldest goes.
    for (const oldest of this.#links) {
      if (this.#links.size <= this.linkLimit) break;
      this.#links.delete(oldest);
    }
    return `${this.origin}/?token=${token}`;
  }

  /** Uses a link's token up. Null when it was used before or is not ours. */
  redeem(token: string): string | null {
    if (!this.#links.delete(token)) return null;
    // No `Secure`: loopback is http. No `Max-Age`: gone with the browser, and useless after our own end anyway.
    return `${this.#cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  hasCookie({ headers }: RequestHead): boolean {
    const cookies = String(headers.cookie ?? '').split(/;\s*/);
    return cookies.some((cookie) => cookie.startsWith(`${this.#cookieName}=`) && this.#matches(cookie));
  }

  hasKey({ headers }: RequestHead): boolean {
    return isEqual(String(headers.authorization ?? ''), `Bearer ${this.key}`);
  }

  /** Another name for this machine means that someone else's name was made to point here. */
  isOurHost({ headers }: RequestHead): boolean {
    return headers.host === `127.0.0.1:${this.port}` || headers.host === `localhost:${this.port}`;
  }

  /**
   * Whether a page of another origin is behind a request, as far as the browser says.
   *
   * A browser always sends `Origin` with a WebSocket and with anything but GET and HEAD, so there it must be ours.
   */
  isForeign(head: RequestHead, isSocket: boolean): boolean {
    const { origin, host } = head.headers;
    const site = head.headers['sec-fetch-site'];
    const mustName = isSocket || (head.method !== 'GET' && head.method !== 'HEAD');
    if (origin === undefined ? mustName : origin !== `http://${host}`) return true;
    if (site === undefined || site === 'same-origin' || site === 'none') return false;
    // A link to us on someone's page: harmless for the page itself, which is the same for everyone.
    return !(head.path === '/' && head.headers['sec-fetch-mode'] === 'navigate' && !isSocket);
  }

  /** Why a request is refused, or null. */
  refusal(head: RequestHead, isSocket: boolean): Refusal | null {
    if (!this.isOurHost(head)) return 'foreign-host';
    if (this.isForeign(head, isSocket)) return 'foreign-page';
    return this.hasCookie(head) ? null : 'no-cookie';
  }

  // Browsers share cookies between ports, so a second Reticle would overwrite the first one's.
  get #cookieName(): string {
    return `reticle-${this.port}`;
  }

  #matches(cookie: string): boolean {
    return isEqual(cookie, `${this.#cookieName}=${this.#cookie}`);
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
