import { skipToken, useQuery } from '@tanstack/react-query';
import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward, Volume2, VolumeX, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useQueryApi } from '../../app/api';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { VideoExportMenu } from '../video-export/video-export-menu';
import { parsePlace, timecode } from './timecode';
import { placeFieldId } from './use-video-commands';
import { samplingIds, useVideoPart } from './use-video-part';
import { usePlayer, useVideoSession } from './video-session';

const rates = [0.25, 0.5, 1, 2, 4] as const;

type TransportProps = {
  readonly isZoomed: boolean;
  readonly onZoomOut: () => void;
  readonly onFindSegments: () => void;
};

/** Play, steps, where it is, how fast, and how much of it was analysed. */
export function Transport({ isZoomed, onZoomOut, onFindSegments }: TransportProps) {
  const { t } = useTexts();
  const session = useVideoSession();
  const isPlaying = usePlayer((state) => state.isPlaying) ?? false;
  const isMuted = usePlayer((state) => state.isMuted) ?? false;
  const isReady = usePlayer((state) => state.state) === 'ready';
  if (!session) return null;
  const { player, item } = session;
  return (
    <div className="@container flex h-9 shrink-0 items-center gap-1 px-2">
      <CommandButton id="video.start" label={t('timeline.start')} icon={<SkipBack size={15} />} />
      <CommandButton id="video.previousFrame" label={t('timeline.previousFrame')} icon={<StepBack size={15} />} />
      <CommandButton
        id="video.play"
        label={t(isPlaying ? 'timeline.pause' : 'timeline.play')}
        icon={isPlaying ? <Pause size={16} /> : <Play size={16} />}
        whyDisabled={isReady ? undefined : t('timeline.notPlayable')}
      />
      <CommandButton id="video.nextFrame" label={t('timeline.nextFrame')} icon={<StepForward size={15} />} />
      <CommandButton id="video.end" label={t('timeline.end')} icon={<SkipForward size={15} />} />
      <Place />
      <Rate />
      <SamplingChoice />
      {item.video?.hasAudio && (
        <IconButton
          label={t(isMuted ? 'timeline.soundOn' : 'timeline.soundOff')}
          placement="top"
          onPress={() => player.setMuted(!isMuted)}
        >
          {isMuted ? <VolumeX size={15} /> : <Volume2 size={15} />}
        </IconButton>
      )}
      {isZoomed && (
        <IconButton label={t('timeline.zoomOut')} placement="top" onPress={onZoomOut}>
          <ZoomOut size={15} />
        </IconButton>
      )}
      <span className="flex-1" />
      <Analysed />
      <VideoExportMenu onFindSegments={onFindSegments} />
    </div>
  );
}

type CommandButtonProps = {
  readonly id: string;
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly whyDisabled?: string | undefined;
};

function CommandButton({ id, label, icon, whyDisabled }: CommandButtonProps) {
  const run = useRunCommand();
  const keys = useChordParts(id);
  return (
    <IconButton label={label} keys={keys} placement="top" whyDisabled={whyDisabled} onPress={() => run(id)}>
      {icon}
    </IconButton>
  );
}

/** Frame and time; typing a frame or a time goes there. */
function Place() {
  const { t, formatNumber } = useTexts();
  const session = useVideoSession();
  const frame = usePlayer((state) => state.frame) ?? 0;
  const frameCount = usePlayer((state) => state.frameCount) ?? 0;
  const [typed, setTyped] = useState<string | null>(null);
  const player = session?.player;
  const time = timecode((player?.timestampNs(frame) ?? 0) - (player?.timestampNs(0) ?? 0));

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter') return;
    const place = parsePlace(event.currentTarget.value);
    if (place && player) player.seek('frame' in place ? place.frame : player.frameAtSeconds(place.seconds));
    event.currentTarget.blur();
  };
  return (
    <span className="ml-1 flex items-center gap-2 tabular-nums">
      <input
        id={placeFieldId}
        aria-label={t('timeline.place')}
        value={typed ?? time}
        onFocus={(event) => {
          setTyped(time);
          event.currentTarget.select();
        }}
        onBlur={() => setTyped(null)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        spellCheck={false}
        className="h-7 w-24 rounded-md border border-line bg-bg px-2 text-center font-medium outline-none focus-visible:ring-2 focus-visible:ring-accent"
      />
      <span className="whitespace-nowrap text-xs text-muted" data-testid="frame-number" data-frame={frame}>
        {frameCount > 0
          ? t('timeline.frameOf', { frame: formatNumber(frame), last: formatNumber(frameCount - 1) })
          : ''}
      </span>
    </span>
  );
}

function Rate() {
  const { t, formatNumber } = useTexts();
  const session = useVideoSession();
  const rate = Math.abs(usePlayer((state) => state.rate) ?? 1);
  return (
    <Select
      label={t('timeline.rate')}
      isLabelHidden
      value={String(rate)}
      onChange={(value) => session?.player.setRate(Number(value))}
      options={rates.map((speed) => ({ id: String(speed), title: `${formatNumber(speed)}×` }))}
      className="w-20"
    />
  );
}

/** Which frames the next run looks at: the marked range, and every one of it or fewer. */
function SamplingChoice() {
  const { t } = useTexts();
  const [chosen, setChosen] = useVideoPart();
  return (
    <Select
      label={t('timeline.sampling')}
      isLabelHidden
      value={chosen}
      onChange={setChosen}
      options={samplingIds.map((id) => ({ id, title: t(`timeline.sampling.${id}`) }))}
      className="w-40 @max-2xl:hidden"
    />
  );
}

/** How far the list of frames has been read; null once it is there. */
function useIndexing(isDone: boolean): string | null {
  const { t, errorText } = useTexts();
  const mediaId = useVideoSession()?.item.id;
  const input = isDone || !mediaId ? skipToken : { mediaId };
  const { data } = useQuery(useQueryApi().video.index.queryOptions({ input }));
  if (isDone) return null;
  if (data?.error) return errorText(data.error);
  return data && data.upToNs > 0 ? t('timeline.indexedTo', { time: timecode(data.upToNs) }) : t('timeline.indexing');
}

/** "16 of 53 frames analysed", or how far the list of frames has been read. */
function Analysed() {
  const { t, formatNumber } = useTexts();
  const session = useVideoSession();
  const frameCount = usePlayer((state) => state.frameCount) ?? 0;
  const done = session?.run?.frameCount ?? 0;
  const indexing = useIndexing(frameCount > 0);
  const text = indexing ?? t('timeline.analysed', { done: formatNumber(done), total: formatNumber(frameCount) });
  return (
    <span className="truncate text-xs text-muted tabular-nums" data-testid="analysed">
      {text}
    </span>
  );
}
