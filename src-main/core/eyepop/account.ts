import { ReticleError } from '#common/errors';
import { AccountToken, TokenAnswer } from './account-token';
import { callApi, fixedBearer, orDocumented, readAs } from './api-caller';
import type { EyePopConnection } from './eyepop-connection';
import type { EyePopNet } from './eyepop-net';
import { type Bearer, onePlace } from './with-retries';

/** The bearers of a connection. */
export type Account = {
  /** For the API that lists and makes sessions, or knows the Pops. */
  readonly api: Bearer;
  /** For workers, where a session has no token of its own. */
  readonly worker: Bearer;
};

/** Nothing is asked for yet. @param sessionUuid - of the session whose token documents would renew, once there is one */
export function accountOf(
  net: EyePopNet,
  { url, credentials }: Pick<EyePopConnection, 'url' | 'credentials'>,
  sessionUuid: () => string | null,
): Account {
  switch (credentials.kind) {
    case 'apiKey': {
      const key = fixedBearer(credentials.key);
      return { api: key, worker: new AccountToken(() => authenticate(net, url, key, sessionUuid()), net.now) };
    }
    case 'secretKey': {
      const token = new AccountToken(() => exchangeSecret(net, url, credentials.key), net.now);
      return { api: token, worker: token };
    }
    case 'accessToken': {
      const given: Bearer = {
        get: async () => credentials.token,
        replace: async () => {
          throw new ReticleError('EYEPOP_TOKEN_EXPIRED');
        },
      };
      return { api: given, worker: given };
    }
  }
}

/** Many may wait for the one answer, so none of their signals ends it; a request has a patience of its own. */
const nobodysSignal = () => new AbortController().signal;

async function authenticate(net: EyePopNet, url: string, bearer: Bearer, session: string | null): Promise<TokenAnswer> {
  const ask = async (address: string) => {
    const call = { method: 'POST', bearer, places: onePlace(address) } as const;
    return readAs(TokenAnswer, await callApi(net, call, nobodysSignal()), 'a token');
  };
  const real = `${url}/v1/auth/authenticate`;
  return session === null ? ask(real) : orDocumented(real, `${url}/v1/sessions/${session}/token`, ask);
}

async function exchangeSecret(net: EyePopNet, url: string, secret: string): Promise<TokenAnswer> {
  const nobody: Bearer = { get: async () => null, replace: async () => null };
  const places = onePlace(`${url}/authentication/token`);
  const call = { method: 'POST', bearer: nobody, places, json: { secret_key: secret } } as const;
  return readAs(TokenAnswer, await callApi(net, call, nobodysSignal()), 'a token');
}
