import { useQuery } from '@tanstack/react-query';
import type { MediaId } from '#common/contract/media';
import type { Run } from '#common/contract/runs';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';

export const isActive = (run: Run): boolean => run.state === 'queued' || run.state === 'running';

/** All runs, newest first. */
export function useRuns(): readonly Run[] {
  return useQuery(useQueryApi().runs.list.queryOptions()).data ?? noRuns;
}
const noRuns: readonly Run[] = [];

/** Starting, stopping and going on; a refusal is said where the person looks. */
export function useRunActions() {
  const api = useApi();
  const { modelId, popId } = useSettings();
  const { t, errorText } = useTexts();
  const notify = useNotify();

  const attempt = async (call: () => Promise<unknown>) => {
    try {
      await call();
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: t('queue.refused', { reason: errorText(wire) }) });
    }
  };
  return {
    start: (mediaIds: readonly MediaId[] | 'all') =>
      attempt(() => api.runs.start({ mediaIds: mediaIds === 'all' ? 'all' : [...mediaIds], modelId, popId })),
    cancel: (run: Run) => attempt(() => api.runs.cancel({ runId: run.id })),
    resume: (run: Run, what: 'remaining' | 'failed') => attempt(() => api.runs.resume({ runId: run.id, what })),
  };
}
