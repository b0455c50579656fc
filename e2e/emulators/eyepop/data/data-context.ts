import type { Context } from '../context';
import type { Exchange } from '../exchange';
import type { Params, Route } from '../router';
import type { Datasets } from './datasets';

/** What the routes of the Data and VLM APIs work on. */
export type DataContext = Pick<Context, 'url' | 'clock' | 'engine' | 'workspace' | 'events'> & {
  readonly datasets: Datasets;
};

/** A route that answers with what its handler returns, or with 204 for nothing. */
export function answering(
  route: string,
  handle: (exchange: Exchange, params: Params) => unknown | Promise<unknown>,
): Route {
  return {
    route,
    handle: async (exchange, params) => {
      const value = await handle(exchange, params);
      if (value === undefined) await exchange.empty();
      else await exchange.json(200, value);
    },
  };
}

/** A number in the query; null where there is none. */
export function numberIn({ query }: Exchange, name: string): number | null {
  const value = Number(query.get(name) ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

export const accountIn = ({ query }: Exchange) => query.get('account_uuid') ?? '';
