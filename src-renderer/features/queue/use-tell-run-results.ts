import { useRef } from 'react';
import type { Run, RunId } from '#common/contract/runs';
import { useTexts } from '../../app/texts';
import { useAnnounce } from '../../app/toaster';

/** Says to people who do not see the screen when a run has ended, once a run. */
export function useTellRunResults(): (runs: readonly Run[]) => void {
  const { t } = useTexts();
  const announce = useAnnounce();
  const told = useRef(new Set<RunId>());
  return (runs) => {
    for (const run of runs) {
      if (run.state === 'queued' || run.state === 'running') told.current.delete(run.id);
      else if (!told.current.has(run.id)) {
        told.current.add(run.id);
        announce(
          t(`queue.said.${run.state}`, { model: run.modelName, done: run.done, failed: run.failed, total: run.total }),
        );
      }
    }
  };
}
