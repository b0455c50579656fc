import { useQuery } from '@tanstack/react-query';
import type { MediaId } from '#common/contract/media';
import type { OutputPlan, Run } from '#common/contract/runs';
import type { ErrorCode } from '#common/errors';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { useViewStore } from '../../app/view-store';

export const isActive = (run: Run): boolean => run.state === 'queued' || run.state === 'running';

type StartOptions = {
  readonly leaveOut?: { readonly unreadable: boolean; readonly duplicates: boolean };
  readonly output?: OutputPlan | null;
};

/** All runs, newest first. */
export function useRuns(): readonly Run[] {
  return useQuery(useQueryApi().runs.list.queryOptions()).data ?? noRuns;
}
const noRuns: readonly Run[] = [];

/** Starting, stopping and going on; a refusal is said where the person looks. */
export function useRunActions() {
  const api = useApi();
  const { modelId, popId, where, connectionId } = useSettings();
  const { t, errorText } = useTexts();
  const notify = useNotify();
  const view = useViewStore();

  const attempt = async (call: () => Promise<unknown>) => {
    try {
      await call();
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: t('queue.refused', { reason: errorText(wire) }) });
    }
  };
  return {
    attempt,
    start: (mediaIds: readonly MediaId[] | 'all', options: StartOptions = {}) =>
      attempt(() => {
        const chosen = view.getState().videoPart;
        // What was chosen for one video says nothing of others.
        const isOfIt = mediaIds !== 'all' && mediaIds.length === 1 && mediaIds[0] === chosen?.mediaId;
        const video = isOfIt ? { video: chosen?.part } : {};
        return api.runs.start({
          mediaIds: mediaIds === 'all' ? 'all' : [...mediaIds],
          modelId,
          popId,
          where,
          connectionId,
          ...video,
          ...options,
        });
      }),
    cancel: (run: Run) => attempt(() => api.runs.cancel({ runId: run.id })),
    pause: (run: Run) => attempt(() => api.runs.pause({ runId: run.id })),
    resume: (run: Pick<Run, 'id'>, what: 'remaining' | 'failed', code?: ErrorCode) =>
      attempt(() => api.runs.resume({ runId: run.id, what, ...(code && { code }) })),
    move: (run: Run, to: 'first' | 'earlier' | 'later') => attempt(() => api.runs.move({ runId: run.id, to })),
  };
}
