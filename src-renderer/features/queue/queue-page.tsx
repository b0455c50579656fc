import { useQuery } from '@tanstack/react-query';
import { ListChecks, ListPlus, Sparkles } from 'lucide-react';
import type { Run } from '#common/contract/runs';
import { useQueryApi, wireErrorOf } from '../../app/api';
import { PageHeader } from '../../app/frame/page-header';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorCard } from '../../ui/error-card';
import { useIntake } from '../intake/intake';
import { RunCard } from './run-card';
import { useNow } from './use-now';
import { isActive, useRunActions } from './use-run-actions';

/** All runs: those at work or waiting in the order of work, then those that ended, newest first. */
export function QueuePage() {
  const { t, errorText } = useTexts();
  const runs = useQuery(useQueryApi().runs.list.queryOptions());
  const active = runs.data?.filter(isActive) ?? [];
  const { waiting, ended } = inOrder(runs.data ?? []);
  const nowMs = useNow(active.length > 0);
  const { cancel, pause } = useRunActions();
  const runCommand = useRunCommand();
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('app.queue')}>
        <Button icon={<ListPlus size={14} aria-hidden />} onPress={() => runCommand('run.batch')}>
          {t('batch.command')}
        </Button>
        {active.length > 1 && (
          <>
            <Button onPress={() => void Promise.all(active.map(pause))} tooltip={t('queue.pauseNote')}>
              {t('queue.pauseAll')}
            </Button>
            <Button onPress={() => void Promise.all(active.map(cancel))} tooltip={t('queue.cancelNote')}>
              {t('queue.stopAll')}
            </Button>
          </>
        )}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {runs.error && (
          <ErrorCard
            whatHappened={errorText(wireErrorOf(runs.error))}
            whatIsSafe={t('app.paneFailedSafe')}
            whatItCosts={t('app.costsNothing')}
          >
            <Button look="primary" onPress={() => void runs.refetch()}>
              {t('app.tryAgain')}
            </Button>
          </ErrorCard>
        )}
        {runs.data?.length === 0 && <NothingRan />}
        <ul className="mx-auto flex max-w-4xl flex-col gap-2">
          {[...waiting, ...ended].map((run) => (
            <li key={run.id}>
              <RunCard run={run} nowMs={nowMs} canMove={placeAmong(waiting, run)} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function inOrder(runs: readonly Run[]) {
  const isWaiting = (run: Run) => isActive(run) || run.state === 'paused' || run.state === 'interrupted';
  return {
    waiting: runs.filter(isWaiting).sort((a, b) => a.place - b.place),
    ended: runs.filter((run) => !isWaiting(run)),
  };
}

function placeAmong(waiting: readonly Run[], run: Run) {
  const at = waiting.indexOf(run);
  return { earlier: at > 0, later: at >= 0 && at < waiting.length - 1 };
}

function NothingRan() {
  const { t } = useTexts();
  const { addSamples } = useIntake();
  return (
    <EmptyState icon={<ListChecks size={20} />} title={t('queue.empty')} text={t('queue.emptyText')}>
      <Button look="primary" icon={<Sparkles size={14} aria-hidden />} onPress={() => void addSamples()}>
        {t('firstRun.trySample')}
      </Button>
    </EmptyState>
  );
}
