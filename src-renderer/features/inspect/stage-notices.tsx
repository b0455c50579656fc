import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import type { MediaItem } from '#common/contract/media';
import { useApi, useQueryApi } from '../../app/api';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { ErrorCard } from '../../ui/error-card';
import { Progress } from '../../ui/progress';
import { useRunActions, useRuns } from '../queue/use-run-actions';
import { useRunText } from '../queue/use-run-text';
import { usePlayer, useVideoSession } from '../timeline/video-session';
import { NoticePill } from './notice-pill';
import { useShownPicture } from './shown-picture';
import { ZeroNotice } from './zero-notice';

/** What is said over the picture: that it is being analysed, why there is nothing to see, or what failed. */
export function StageNotices() {
  const { item, picture, result } = useShownPicture();
  if (!item) return null;
  const state = item.latest?.state;
  return (
    <>
      {(state === 'queued' || state === 'running') && <RunBar item={item} state={state} />}
      <div className="pointer-events-none absolute inset-x-0 top-0 flex flex-col items-center gap-2 p-3 *:pointer-events-auto">
        {item.state === 'unreadable' && item.problem && <PictureProblem item={item} />}
        {picture.state === 'failed' && item.state === 'ready' && <PictureNotShown />}
        <VideoNotShown />
        {state === 'failed' && item.state !== 'unreadable' && <RunProblem item={item} />}
        {!result && item.state === 'ready' && (state === undefined || state === 'cancelled') && <NotAnalysed />}
        {result && state !== 'queued' && state !== 'running' && <ZeroNotice />}
      </div>
    </>
  );
}

function RunBar({ item, state }: { readonly item: MediaItem; readonly state: 'queued' | 'running' }) {
  const { t } = useTexts();
  const { cancel } = useRunActions();
  const run = useRuns().find(({ id }) => id === item.latest?.runId);
  return (
    <div
      data-testid="run-bar"
      className="absolute inset-x-0 top-0 flex h-8 items-center gap-3 border-b border-line bg-surface/95 px-3"
    >
      <Progress
        label={t(state === 'queued' ? 'inspect.waiting' : 'inspect.analysing')}
        fraction={null}
        isLabelHidden
        className="w-24"
      />
      <span role="status">{t(state === 'queued' ? 'inspect.waiting' : 'inspect.analysing')}</span>
      <span className="flex-1" />
      {run && (
        <Button size="small" look="quiet" onPress={() => void cancel(run)}>
          {t('app.cancel')}
        </Button>
      )}
    </div>
  );
}

function PictureProblem({ item }: { readonly item: MediaItem }) {
  const { t, errorText } = useTexts();
  const runCommand = useRunCommand();
  if (!item.problem) return null;
  return (
    <ErrorCard
      whatHappened={errorText(item.problem)}
      whatIsSafe={t('app.paneFailedSafe')}
      whatItCosts={t('app.costsNothing')}
    >
      <Button look="primary" onPress={() => runCommand('file.remove')}>
        {t('tray.remove')}
      </Button>
      <CopyButton text={item.problem.code} label={t('app.copyDetails')} doneLabel={t('inspect.copied')} />
    </ErrorCard>
  );
}

/** The browser has no decoder for it: what is on the stage is its first frame. */
function VideoNotShown() {
  const { t } = useTexts();
  const session = useVideoSession();
  const isUnplayable = usePlayer(({ state }) => state === 'unplayable');
  if (!session || !isUnplayable) return null;
  const codec = session.item.video?.codec.toUpperCase() ?? '';
  return (
    <NoticePill text={`${t('timeline.unplayable', { codec })} ${t('timeline.unplayableSafe')}`}>
      <PreviewButton mediaId={session.item.id} />
    </NoticePill>
  );
}

function PreviewButton({ mediaId }: { readonly mediaId: MediaItem['id'] }) {
  const { t, errorText, formatPercent } = useTexts();
  const api = useApi();
  const preview = useQuery(useQueryApi().video.preview.queryOptions({ input: { mediaId } })).data;
  if (!preview || preview.state === 'ready') return null;
  if (preview.state === 'making') {
    return (
      <>
        <Progress label={t('timeline.previewMaking')} isLabelHidden fraction={preview.fraction} className="w-24" />
        <span className="tabular-nums">{formatPercent(preview.fraction)}</span>
        <Button size="small" onPress={() => void api.video.cancelPreview({ mediaId })}>
          {t('app.cancel')}
        </Button>
      </>
    );
  }
  return (
    <>
      {preview.error && <span className="text-danger">{errorText(preview.error)}</span>}
      <Button size="small" look="primary" onPress={() => void api.video.makePreview({ mediaId })}>
        {t('timeline.previewMake')}
      </Button>
    </>
  );
}

function PictureNotShown() {
  const { t } = useTexts();
  return (
    <ErrorCard
      whatHappened={t('inspect.pictureFailed')}
      whatIsSafe={t('app.paneFailedSafe')}
      whatItCosts={t('app.costsNothing')}
    />
  );
}

function RunProblem({ item }: { readonly item: MediaItem }) {
  const { t, errorText } = useTexts();
  const runCommand = useRunCommand();
  const error = item.latest?.error;
  if (!error) return null;
  return (
    <ErrorCard
      whatHappened={errorText(error)}
      whatIsSafe={t('inspect.runFailedSafe')}
      whatItCosts={t('inspect.runFailedCost')}
    >
      <Button look="primary" onPress={() => runCommand('run.start')}>
        {t('app.tryAgain')}
      </Button>
      <CopyButton text={error.code} label={t('app.copyDetails')} doneLabel={t('inspect.copied')} />
    </ErrorCard>
  );
}

function NotAnalysed() {
  const { t } = useTexts();
  const runCommand = useRunCommand();
  const runText = useRunText();
  return (
    <NoticePill text={t('inspect.noResultTitle')}>
      <Button size="small" look="primary" icon={<Play size={12} aria-hidden />} onPress={() => runCommand('run.start')}>
        {runText(1)}
      </Button>
    </NoticePill>
  );
}
