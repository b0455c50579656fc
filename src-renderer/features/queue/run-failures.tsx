import { useQuery } from '@tanstack/react-query';
import type { RunId } from '#common/contract/runs';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { showMedia, useViewStore } from '../../app/view-store';
import { groupFailures } from './group-failures';

const shownPerGroup = 20;

/** What failed in a run, by cause; a press on one shows the picture. */
export function RunFailures({ runId }: { readonly runId: RunId }) {
  const { t, tCount, errorText } = useTexts();
  const store = useViewStore();
  const failures = useQuery(useQueryApi().runs.failures.queryOptions({ input: { runId } })).data ?? [];
  return (
    <section aria-label={t('queue.failures')} className="mt-1 flex flex-col gap-2 rounded-md bg-bg p-2.5">
      {groupFailures(failures).map((group) => (
        <div key={group.code}>
          <h3 className="text-xs font-semibold text-muted">
            {tCount('queue.failedCount', group.failures.length)} · {group.code}
          </h3>
          <ul className="mt-0.5">
            {group.failures.slice(0, shownPerGroup).map((failure) => (
              <li key={failure.mediaId}>
                <button
                  type="button"
                  className="w-full rounded px-1 py-0.5 text-left break-words hover:bg-hover focus-visible:ring-2 focus-visible:ring-accent focus-visible:outline-none"
                  onClick={() => {
                    showMedia(store, failure.mediaId);
                    store.setState({ page: 'inspect' });
                  }}
                >
                  {errorText(failure.error)}
                </button>
              </li>
            ))}
          </ul>
          {group.failures.length > shownPerGroup && (
            <p className="px-1 text-xs text-muted">
              {t('queue.moreNames', { count: group.failures.length - shownPerGroup })}
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
