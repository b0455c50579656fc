import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { useRunActions } from './use-run-actions';

/** At start: offers to go on with the newest run that was interrupted. Once a window. */
export function useOfferToContinue(): void {
  const { t } = useTexts();
  const notify = useNotify();
  const { resume } = useRunActions();
  const runs = useQuery(useQueryApi().runs.list.queryOptions()).data;
  const isAsked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the runs are known
  useEffect(() => {
    if (!runs || isAsked.current) return;
    isAsked.current = true;
    const left = runs.find(({ state }) => state === 'interrupted');
    if (!left) return;
    notify({
      text: t('queue.left', { model: left.modelName }),
      stays: true,
      action: {
        title: t('queue.continue', { count: left.total - left.done - left.failed }),
        run: () => void resume(left, 'remaining'),
      },
    });
  }, [runs]);
}
