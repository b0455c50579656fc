import type { Exchange } from './exchange';

export type Params = Readonly<Record<string, string>>;
export type Handler = (exchange: Exchange, params: Params) => Promise<void>;

export type Route = {
  /** `METHOD /path/:param`; `…` for its first part stands for any path before. */
  readonly route: string;
  /** Whether it is answered without a token. */
  readonly isOpen?: boolean;
  readonly handle: Handler;
};

/** The first route that a request fits. Slashes too many are not counted: some of EyePop's clients send them. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Params } | null {
  const parts = path.split('/').filter(Boolean);
  for (const route of routes) {
    const [wantedMethod = '', pattern = ''] = route.route.split(' ');
    const params = wantedMethod === method ? match(pattern.split('/').filter(Boolean), parts) : null;
    if (params) return { route, params };
  }
  return null;
}

function match(pattern: readonly string[], parts: readonly string[]): Params | null {
  if (pattern[0] === '…') {
    const rest = pattern.slice(1);
    return parts.length < rest.length ? null : match(rest, parts.slice(parts.length - rest.length));
  }
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (piece.startsWith(':')) params[piece.slice(1)] = decodeURIComponent(part);
    else if (piece !== part) return null;
  }
  return params;
}
