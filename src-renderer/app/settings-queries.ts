import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { defaultSettings, type Settings } from '#common/contract/settings';
import { useQueryApi } from './api';

/** What the person chose; the defaults until the core has answered. */
export function useSettings(): Settings {
  return useQuery(useQueryApi().settings.get.queryOptions()).data ?? defaultSettings;
}

/** Whether the stored settings have come or are refused; before that, a layout on screen would jump. */
export function useSettingsAreSettled(): boolean {
  return !useQuery(useQueryApi().settings.get.queryOptions()).isPending;
}

/** Whether the stored settings have come, for what must not flash on with the defaults. */
export function useSettingsAreKnown(): boolean {
  return useQuery(useQueryApi().settings.get.queryOptions()).isSuccess;
}

/** Changes settings at once on screen and then in the core; a refusal brings the old ones back. */
export function useUpdateSettings(): (changes: Partial<Settings>) => void {
  const queryApi = useQueryApi();
  const queryClient = useQueryClient();
  const key = queryApi.settings.get.queryKey();
  const { mutate } = useMutation(
    queryApi.settings.update.mutationOptions({
      onMutate: async (changes) => {
        await queryClient.cancelQueries({ queryKey: key });
        queryClient.setQueryData(key, (before) => ({ ...(before ?? defaultSettings), ...changes }));
      },
      onError: () => queryClient.invalidateQueries({ queryKey: key }),
    }),
  );
  return useCallback((changes) => mutate(changes), [mutate]);
}
