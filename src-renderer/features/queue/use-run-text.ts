import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';

/** What a button that runs says. What a service takes is not known before it has said so, and then never called nothing. */
export function useRunText(): (count: number) => string {
  const { t } = useTexts();
  const isFree = useSettings().where === 'local';
  return (count) => {
    if (count > 1) return t(isFree ? 'queue.runMany' : 'queue.runManyPaid', { count });
    return t(isFree ? 'queue.run' : 'queue.runPaid');
  };
}
