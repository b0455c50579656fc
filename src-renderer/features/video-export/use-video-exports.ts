import { skipToken, useQuery } from '@tanstack/react-query';
import type { ExportJob } from '#common/contract/exports';
import type { SegmentRule } from '#common/contract/segments';
import { useApi, useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { wireErrorOf } from '../../app/wire-error-of';
import { useInspectStore } from '../inspect/inspect-store';
import { useVideoSession } from '../timeline/video-session';

/** Exports of the video on the stage, newest first. */
export function useExportJobs(): readonly ExportJob[] {
  const mediaId = useVideoSession()?.item.id;
  const input = mediaId ? { mediaId } : skipToken;
  return useQuery(useQueryApi().exports.list.queryOptions({ input })).data ?? [];
}

/** What can be begun and ended. What is refused is said in a note. */
export function useVideoExports() {
  const api = useApi();
  const session = useVideoSession();
  const inspect = useInspectStore();
  const notify = useNotify();
  const { t, language, errorText } = useTexts();
  const of = session?.run ? { runId: session.run.runId, mediaId: session.item.id } : null;

  const told = (work: Promise<unknown>) => {
    work.catch((error: unknown) =>
      notify({ tone: 'bad', text: t('exports.refused', { reason: errorText(wireErrorOf(error)) }) }),
    );
  };
  return {
    of,
    annotate: () => {
      const { minConfidence, hiddenClasses, colourMode, look } = inspect.getState();
      const view = { minConfidence, hiddenClasses: [...hiddenClasses], colourMode, look, language };
      if (of) told(api.exports.annotate({ ...of, view }));
    },
    cutClips: (rule: SegmentRule) => {
      if (of) told(api.exports.cutClips({ ...of, rule }));
    },
    cancel: ({ id }: ExportJob) => told(api.exports.cancel({ exportId: id })),
    remove: ({ id }: ExportJob) => told(api.exports.remove({ exportId: id })),
  };
}
