import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type Api, type Connection, type ConnectionState, LineLostError } from './connection';

export type { Api } from './connection';
export { wireErrorOf } from './wire-error-of';

export type QueryApi = RouterUtils<Api>;

type ApiParts = { readonly connection: Connection; readonly queryApi: QueryApi };
const ApiContext = createContext<ApiParts | null>(null);

/** Gives the page its line to the core. After a lost line came back, everything shown is asked for again. */
export function ApiProvider({
  connection,
  children,
}: {
  readonly connection: Connection;
  readonly children: ReactNode;
}) {
  const [parts] = useState(() => ({ connection, queryApi: createTanstackQueryUtils(connection.api) }));
  const [queryClient] = useState(newQueryClient);

  useEffect(
    () =>
      connection.state.subscribe((now, before) => {
        if (now.epoch > 1 && now.epoch !== before.epoch) void queryClient.invalidateQueries();
      }),
    [connection, queryClient],
  );

  return (
    <ApiContext value={parts}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </ApiContext>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The core tells what changed; asking again on focus or by age would only cost time.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (count, error) => error instanceof LineLostError && count < 5,
        retryDelay: 0,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function useApiParts(): ApiParts {
  const parts = useContext(ApiContext);
  if (!parts) throw new Error('there is no ApiProvider above this component');
  return parts;
}

/** The calls of the contract. */
export const useApi = (): Api => useApiParts().connection.api;

/** Keys and options for react-query, one level a call: `useQuery(queryApi.media.get.queryOptions({ input }))`. */
export const useQueryApi = (): QueryApi => useApiParts().queryApi;

export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(useApiParts().connection.state, select);
}
