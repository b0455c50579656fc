import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Run } from '#common/contract/runs';
import { useApi, useConnection, useQueryApi } from './api';

const pauseBeforeAskingAgainMs = 500;

/** Follows what the core says has changed and makes the queries on screen ask again. Once a window. */
export function useLiveUpdates(onRunsChanged: (runs: readonly Run[]) => void): void {
  const api = useApi();
  const queryApi = useQueryApi();
  const queryClient = useQueryClient();
  const epoch = useConnection((state) => state.epoch);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line (`epoch`) needs new streams; the callback must not restart them
  useEffect(() => {
    const reader = new AbortController();
    const { signal } = reader;
    const refresh = (...keys: readonly (readonly unknown[])[]) => {
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
    };

    void follow(
      (s) => api.media.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.media.list.key(), queryApi.media.get.key(), queryApi.media.neighbour.key()),
    );
    void follow(
      (s) => api.models.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.models.list.key()),
    );
    void follow(
      (s) => api.sessions.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.sessions.list.key(), queryApi.sessions.meter.key()),
    );
    void follow(
      (s) => api.connections.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.connections.list.key()),
    );
    void follow(
      (s) => api.pops.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.pops.list.key(), queryApi.pops.bindings.key(), queryApi.pops.check.key()),
    );
    void follow(
      (s) => api.video.changes(undefined, { signal: s }),
      signal,
      () =>
        refresh(
          queryApi.video.index.key(),
          queryApi.video.latestRun.key(),
          queryApi.video.preview.key(),
          queryApi.video.segments.key(),
          queryApi.video.strip.key(),
          queryApi.video.tracks.key(),
        ),
    );
    void follow(
      (s) => api.exports.changes(undefined, { signal: s }),
      signal,
      () => refresh(queryApi.exports.list.key()),
    );
    void follow(
      (s) => api.runs.changes(undefined, { signal: s }),
      signal,
      ({ runs }) => {
        queryClient.setQueryData(queryApi.runs.list.queryKey(), (before) => before && mergeRuns(before, runs));
        refresh(
          queryApi.runs.result.key(),
          queryApi.runs.failures.key(),
          queryApi.runs.items.key(),
          queryApi.app.engine.key(),
        );
        onRunsChanged(runs);
      },
    );
    return () => reader.abort();
  }, [api, queryApi, queryClient, epoch]);
}

/** Newest first, as the core lists them. */
export function mergeRuns(before: readonly Run[], changed: readonly Run[]): Run[] {
  const byId = new Map(before.map((run) => [run.id, run]));
  for (const run of changed) byId.set(run.id, run);
  return [...byId.values()].sort((a, b) => b.createdAtMs - a.createdAtMs);
}

/** Reads a stream to its end; one that broke although the line holds is asked for again. */
async function follow<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
  onChange: (change: T) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const change of await open(signal)) onChange(change);
    } catch {
      // A lost line is shown by the status bar, and a new one starts this anew; other breaks are asked for again below.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseBeforeAskingAgainMs));
  }
}
