import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MediaFilter, MediaId, MediaItem } from '#common/contract/media';
import { useApi, useQueryApi } from '../../app/api';

export const pageSize = 100;

/** Numbers of the pages that hold the rows `first..last` (both included). */
export function pagesOfRows(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

type Listing = { readonly filter: MediaFilter; readonly search: string };

/** How many rows there are, and the rows now on screen; the others are not held. */
export function useMediaRows(listing: Listing, first: number, last: number) {
  const queryApi = useQueryApi();
  const pageInput = (page: number) => ({ ...listing, offset: page * pageSize, limit: pageSize });
  // The first page is always kept: it tells the total.
  const head = useQuery(queryApi.media.list.queryOptions({ input: pageInput(0), placeholderData: keepPreviousData }));
  const pages = pagesOfRows(first, last);
  const shown = useQueries({
    queries: pages.map((page) => queryApi.media.list.queryOptions({ input: pageInput(page), gcTime: 30_000 })),
  });
  const byPage = new Map(pages.map((page, index) => [page, shown[index]?.data]));
  const rowAt = (index: number): MediaItem | undefined => {
    const page = Math.floor(index / pageSize);
    const data = byPage.get(page) ?? (page === 0 ? head.data : undefined);
    return data?.items[index % pageSize];
  };
  /** The row of a picture among those held; -1 where it is none of them. */
  const indexOf = (id: MediaId | null): number => {
    for (const page of new Set([...pages, 0])) {
      const data = byPage.get(page) ?? (page === 0 ? head.data : undefined);
      const at = data?.items.findIndex((item) => item.id === id) ?? -1;
      if (at >= 0) return page * pageSize + at;
    }
    return -1;
  };
  return {
    indexOf,
    total: head.data?.total ?? 0,
    isLoading: head.isPending,
    error: head.error,
    rowAt,
    retry: head.refetch,
  };
}

/** Ids of the rows `first..last`, asked of the core where they are not on screen. */
export function useIdsOfRows(listing: Listing): (first: number, last: number) => Promise<MediaId[]> {
  const api = useApi();
  const queryClient = useQueryClient();
  const portion = 500;
  return async (first, last) => {
    const ids: MediaId[] = [];
    for (let offset = first; offset <= last; offset += portion) {
      const input = { ...listing, offset, limit: Math.min(portion, last - offset + 1) };
      const { items } = await queryClient.fetchQuery({
        queryKey: ['rows-for-selection', input],
        queryFn: ({ signal }) => api.media.list(input, { signal }),
        staleTime: 0,
        gcTime: 0,
      });
      ids.push(...items.map((item) => item.id));
    }
    return ids;
  };
}
