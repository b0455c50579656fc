import { useQuery } from '@tanstack/react-query';
import type { RunId } from '#common/contract/runs';
import { useApi, useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { showMedia, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { causeOf } from './failure-help';
import { type FailureGroup, groupFailures } from './group-failures';
import { useRunActions } from './use-run-actions';

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
          <header className="flex items-center justify-between gap-3">
            <h3 className="min-w-0 text-xs font-semibold text-muted" title={group.code}>
              {tCount('queue.failedCount', group.failures.length)} · {t(causeOf(group.code).titleKey)}
            </h3>
            <HelpButton runId={runId} group={group} />
          </header>
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

/** The one thing that helps against this cause. */
function HelpButton({ runId, group }: { readonly runId: RunId; readonly group: FailureGroup }) {
  const { t } = useTexts();
  const api = useApi();
  const store = useViewStore();
  const { resume, attempt } = useRunActions();
  const { help } = causeOf(group.code);
  const act = {
    retry: () => resume({ id: runId }, 'failed', group.code),
    remove: () => attempt(() => api.media.remove({ mediaIds: group.failures.map(({ mediaId }) => mediaId) })),
    models: async () => store.setState({ page: 'models' }),
    pops: async () => store.setState({ page: 'pops' }),
  };
  return (
    <Button size="small" onPress={() => void act[help]()}>
      {t(`queue.help.${help}`)}
    </Button>
  );
}
