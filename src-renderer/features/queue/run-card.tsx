import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '#common/contract/runs';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { IconButton } from '../../ui/icon-button';
import { Progress } from '../../ui/progress';
import { ExportMenu } from './export-menu';
import { elapsedOf, estimateRun } from './run-estimate';
import { RunFailures } from './run-failures';
import { RunItems } from './run-items';
import { isActive, useRunActions } from './use-run-actions';

type RunCardProps = {
  readonly run: Run;
  readonly nowMs: number;
  /** Whether another one is worked on before it, or after it. */
  readonly canMove: { readonly earlier: boolean; readonly later: boolean };
};

const stateTone: Record<Run['state'], string> = {
  queued: 'bg-raised text-muted',
  running: 'bg-accent-soft text-accent',
  done: 'bg-raised text-ok',
  paused: 'bg-warn-soft text-warn',
  cancelled: 'bg-raised text-muted',
  interrupted: 'bg-warn-soft text-warn',
};

/** One run: what, how far, how fast, how it ended. */
export function RunCard({ run, nowMs, canMove }: RunCardProps) {
  const { t, tCount, formatNumber, errorText } = useTexts();
  const [showsFailures, setShowsFailures] = useState(false);
  const [showsItems, setShowsItems] = useState(false);
  const finished = run.done + run.failed;
  return (
    <article aria-label={run.modelName} data-testid="run" className="rounded-lg border border-line bg-surface p-3">
      <div className="flex items-start gap-3">
        <span className={classNames('mt-px shrink-0 rounded px-1.5 py-0.5 text-xs font-medium', stateTone[run.state])}>
          {t(`queue.state.${run.state}`)}
        </span>
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline gap-2">
            <span className="truncate font-medium">{run.modelName}</span>
            <span className="shrink-0 text-muted tabular-nums">
              {formatNumber(finished)} / {tCount('batch.files', run.total)}
            </span>
          </p>
          <RunFacts run={run} nowMs={nowMs} />
        </div>
        <MoveButtons run={run} canMove={canMove} />
        <RunButtons run={run} />
      </div>
      {isActive(run) && <Progress label={run.modelName} isLabelHidden fraction={fractionOf(run)} className="mt-2.5" />}
      {run.problem && (
        <p role="alert" className="mt-2 rounded-md bg-warn-soft px-2.5 py-1.5 text-warn">
          {errorText(run.problem)} {t('queue.problemSafe')}
        </p>
      )}
      <div className="mt-1.5 -ml-2 flex gap-1">
        <Button size="small" look="quiet" aria-expanded={showsItems} onPress={() => setShowsItems(!showsItems)}>
          {t('queue.items')}
        </Button>
        {run.failed > 0 && (
          <Button
            size="small"
            look="quietDanger"
            aria-expanded={showsFailures}
            onPress={() => setShowsFailures(!showsFailures)}
          >
            {tCount('queue.failedCount', run.failed)}
          </Button>
        )}
      </div>
      {showsFailures && run.failed > 0 && <RunFailures runId={run.id} />}
      {showsItems && <RunItems run={run} />}
    </article>
  );
}

/** A video that is being worked on counts by its frames. */
function fractionOf({ total, done, failed, frames }: Run): number {
  if (total === 0) return 0;
  const part = frames && frames.total > 0 ? frames.done / frames.total : 0;
  return Math.min(1, (done + failed + part) / total);
}

function RunFacts({ run, nowMs }: Pick<RunCardProps, 'run' | 'nowMs'>) {
  const { t, tCount, formatNumber, formatDuration, formatDateTime } = useTexts();
  const estimate = estimateRun(run, nowMs);
  const elapsedMs = elapsedOf(run, nowMs);
  const facts: string[] = [t('queue.startedAt', { when: formatDateTime(run.createdAtMs) })];
  if (elapsedMs !== null) {
    facts.push(t(isActive(run) ? 'queue.elapsed' : 'queue.took', { time: formatDuration(elapsedMs) }));
  }
  if (estimate) facts.push(t('queue.rate', { rate: formatNumber(Number(estimate.ratePerSecond.toPrecision(2))) }));
  if (run.kept > 0) facts.push(tCount('queue.kept', run.kept));
  if (run.outputFolder !== null) facts.push(t('queue.writesTo', { folder: run.outputFolder }));
  if (run.frames) {
    facts.push(t('queue.frames', { done: formatNumber(run.frames.done), total: formatNumber(run.frames.total) }));
  }
  if (run.state === 'running') {
    const left = estimate?.leftMs;
    facts.push(
      left ? t('queue.eta', { low: formatDuration(left.low), high: formatDuration(left.high) }) : t('queue.etaUnknown'),
    );
  }
  return <p className="mt-0.5 text-xs text-muted tabular-nums">{facts.join(' · ')}</p>;
}

/** Only where there is another place to go to. */
function MoveButtons({ run, canMove }: Pick<RunCardProps, 'run' | 'canMove'>) {
  const { t } = useTexts();
  const { move } = useRunActions();
  if (!canMove.earlier && !canMove.later) return null;
  return (
    <div className="flex shrink-0">
      <IconButton
        size="small"
        label={t('queue.moveEarlier')}
        onPress={() => void move(run, 'earlier')}
        whyDisabled={canMove.earlier ? undefined : t('queue.isFirst')}
      >
        <ArrowUp size={14} />
      </IconButton>
      <IconButton
        size="small"
        label={t('queue.moveLater')}
        onPress={() => void move(run, 'later')}
        whyDisabled={canMove.later ? undefined : t('queue.isLast')}
      >
        <ArrowDown size={14} />
      </IconButton>
    </div>
  );
}

function RunButtons({ run }: { readonly run: Run }) {
  const { t } = useTexts();
  const { resume } = useRunActions();
  const left = run.total - run.done - run.failed;
  const canContinue = canContinueFrom.has(run.state) && left > 0;
  return (
    <div className="flex shrink-0 flex-wrap justify-end gap-1.5">
      {canContinue && (
        <Button size="small" look="primary" onPress={() => void resume(run, 'remaining')}>
          {t('queue.continue', { count: left })}
        </Button>
      )}
      {run.failed > 0 && !isActive(run) && (
        <Button size="small" onPress={() => void resume(run, 'failed')}>
          {t('queue.retryFailed', { count: run.failed })}
        </Button>
      )}
      {(isActive(run) || run.state === 'paused') && <HoldButtons run={run} />}
      {!isActive(run) && <ExportMenu run={run} />}
    </div>
  );
}

const canContinueFrom: ReadonlySet<Run['state']> = new Set(['paused', 'cancelled', 'interrupted']);

function HoldButtons({ run }: { readonly run: Run }) {
  const { t } = useTexts();
  const { cancel, pause } = useRunActions();
  return (
    <>
      {isActive(run) && (
        <Button size="small" onPress={() => void pause(run)} tooltip={t('queue.pauseNote')}>
          {t('queue.pause')}
        </Button>
      )}
      <Button size="small" onPress={() => void cancel(run)} tooltip={t('queue.cancelNote')}>
        {t('queue.stop')}
      </Button>
    </>
  );
}
