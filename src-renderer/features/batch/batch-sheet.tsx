import { Play } from 'lucide-react';
import { useState } from 'react';
import type { OutputPlan, Preflight } from '#common/contract/runs';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { type BatchOf, useView, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorCard } from '../../ui/error-card';
import { Progress } from '../../ui/progress';
import { useChosenName } from '../models/model-picker';
import { AtOnceSelect } from '../queue/at-once-select';
import { useRunActions } from '../queue/use-run-actions';
import { Concerns } from './concerns';
import { OutputForm, useOutputForm } from './output-form';
import { usePreflight } from './use-preflight';

/** What a person sees before a batch starts: what is in it, what stands in the way, where its results go. */
export function BatchSheet() {
  const mediaIds = useView((view) => view.batch);
  return mediaIds && <Sheet mediaIds={mediaIds} />;
}

function Sheet({ mediaIds }: { readonly mediaIds: BatchOf }) {
  const { t, errorText } = useTexts();
  const store = useViewStore();
  const update = useUpdateSettings();
  const { start } = useRunActions();
  const { preflight, error } = usePreflight(mediaIds);
  const [leavesDuplicates, setLeavesDuplicates] = useState(true);
  const output = useOutputForm(mediaIds);
  const close = () => store.setState({ batch: null });
  const count = preflight ? toDo(preflight, leavesDuplicates) : 0;

  const startBatch = (plan: OutputPlan | null) => {
    close();
    update({ output: plan });
    store.setState({ page: 'queue' });
    void start(mediaIds, { leaveOut: { unreadable: true, duplicates: leavesDuplicates }, output: plan });
  };
  const whyNot = preflight?.isComplete && count === 0 ? t('batch.noneLeft') : output.whyNot;
  return (
    <Dialog
      title={t('batch.title')}
      closeLabel={t('app.close')}
      isOpen
      onClose={close}
      width="wide"
      actions={
        <>
          <Button onPress={close}>{t('app.cancel')}</Button>
          <Button
            look="primary"
            icon={<Play size={13} aria-hidden />}
            whyDisabled={preflight ? whyNot : t('batch.checking')}
            onPress={() => startBatch(output.plan)}
          >
            <StartText preflight={preflight} count={count} />
          </Button>
        </>
      }
    >
      {error && (
        <ErrorCard
          whatHappened={errorText(error)}
          whatIsSafe={t('app.paneFailedSafe')}
          whatItCosts={t('app.costsNothing')}
        />
      )}
      {preflight && (
        <div className="flex flex-col gap-4">
          <Counts preflight={preflight} />
          <Concerns
            preflight={preflight}
            leavesDuplicates={leavesDuplicates}
            onLeavesDuplicates={setLeavesDuplicates}
          />
          <Work preflight={preflight} />
          <OutputForm form={output} />
        </div>
      )}
    </Dialog>
  );
}

const toDo = ({ total, unreadableCount, duplicateCount }: Preflight, leavesDuplicates: boolean) =>
  total - unreadableCount - (leavesDuplicates ? duplicateCount : 0);

function StartText({ preflight, count }: { readonly preflight: Preflight | null; readonly count: number }) {
  const { t, tCount, formatDuration } = useTexts();
  const files = tCount('batch.files', count);
  const estimate = preflight?.estimateMs;
  // Below a second there is nothing to plan with.
  return estimate && estimate.high > 1000
    ? t('batch.startLong', { files, low: formatDuration(estimate.low), high: formatDuration(estimate.high) })
    : t('batch.start', { files });
}

function Counts({ preflight }: { readonly preflight: Preflight }) {
  const { t, tCount, formatBytes, formatDuration, formatNumber } = useTexts();
  const { images, videos, videoSeconds, byteSize, checked, total, isComplete } = preflight;
  const parts = [
    ...(images > 0 || videos === 0 ? [tCount('batch.images', images)] : []),
    ...(videos > 0 ? [tCount('batch.videos', videos, { time: formatDuration(videoSeconds * 1000) })] : []),
    t('batch.bytes', { size: formatBytes(byteSize) }),
  ];
  return (
    <div className="flex flex-col gap-2">
      <p className="text-base font-semibold tabular-nums" data-testid="batch-counts">
        {parts.join(' · ')}
      </p>
      {!isComplete && (
        <Progress
          label={t('batch.checking')}
          fraction={total === 0 ? null : checked / total}
          figure={`${formatNumber(checked)} / ${formatNumber(total)}`}
        />
      )}
    </div>
  );
}

/** Which model, how long, how many at once. */
function Work({ preflight: { estimateMs, isComplete } }: { readonly preflight: Preflight }) {
  const { t, formatDuration } = useTexts();
  const { provider, where } = useSettings();
  const what = useChosenName();
  const time = !estimateMs
    ? t('batch.duration.unknown')
    : estimateMs.high < 1000
      ? t('batch.duration.short')
      : t('batch.duration.known', { low: formatDuration(estimateMs.low), high: formatDuration(estimateMs.high) });
  return (
    <section className="flex items-end justify-between gap-4 border-t border-line pt-3" aria-label={t('batch.what')}>
      <p className="min-w-0">
        <span className="block truncate font-medium" title={provider}>
          {t(where === 'local' ? 'batch.runs' : 'batch.runsElsewhere', { what })}
        </span>
        <span className="block text-xs text-muted">{isComplete ? time : t('batch.checking')}</span>
      </p>
      <AtOnceSelect />
    </section>
  );
}
