import { Blend, Eye, Maximize, Minus, Plus, SquareDashed, Tag } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { classNames, focusRing } from '../../ui/class-names';
import { IconButton } from '../../ui/icon-button';
import { Slider } from '../../ui/slider';
import { Tooltip } from '../../ui/tooltip';
import { ActionsMenu } from './actions-menu';
import { useInspect, useInspectStore } from './inspect-store';
import { useShownPicture } from './shown-picture';
import { StylePopover } from './style-popover';

/** The controls under the picture: zoom, labels, opacity, style, confidence. */
export function Hud() {
  return (
    <div
      data-testid="hud"
      className="@container flex h-10 shrink-0 items-center gap-1 border-t border-line bg-surface px-2"
    >
      <ZoomControls />
      <Divider />
      <PartToggles />
      <OpacitySlider />
      <StylePopover />
      <ActionsMenu />
      <span className="flex-1" />
      <ConfidenceSlider />
    </div>
  );
}

const Divider = () => <span className="mx-1 h-5 w-px bg-line" aria-hidden />;

function ZoomControls() {
  const { t, formatPercent } = useTexts();
  const runCommand = useRunCommand();
  const zoom = useInspect(({ camera }) => camera.zoom);
  // 100 % is one picture pixel on one pixel of the screen, whatever the screen's density.
  const percent = formatPercent(zoom * window.devicePixelRatio);
  return (
    <div className="flex items-center">
      <CommandButton id="inspect.zoomOut" label={t('inspect.zoomOut')}>
        <Minus size={15} />
      </CommandButton>
      <Tooltip text={t('inspect.zoomPixels')} keys={useChordParts('inspect.zoomPixels')} placement="top">
        <AriaButton
          onPress={() => runCommand('inspect.zoomPixels')}
          aria-label={`${t('inspect.zoom')} ${percent}`}
          className={classNames(
            'h-7 min-w-14 cursor-default rounded-md px-1 text-center tabular-nums data-[hovered]:bg-hover',
            focusRing,
          )}
        >
          {percent}
        </AriaButton>
      </Tooltip>
      <CommandButton id="inspect.zoomIn" label={t('inspect.zoomIn')}>
        <Plus size={15} />
      </CommandButton>
      <CommandButton id="inspect.fit" label={t('inspect.fit')}>
        <Maximize size={14} />
      </CommandButton>
    </div>
  );
}

/** The parts of the overlay that are switched most; the rest is in the style popover. */
function PartToggles() {
  const { t } = useTexts();
  const look = useInspect((state) => state.look);
  return (
    <div className="flex items-center gap-0.5">
      <CommandButton id="inspect.labels" label={t('inspect.labels')} isOn={look.labels}>
        <Tag size={15} />
      </CommandButton>
      <CommandButton id="inspect.boxes" label={t('inspect.boxes')} isOn={look.boxes}>
        <SquareDashed size={15} />
      </CommandButton>
      <CommandButton id="inspect.masks" label={t('inspect.masks')} isOn={look.masks}>
        <Blend size={15} />
      </CommandButton>
    </div>
  );
}

type CommandButtonProps = {
  readonly id: string;
  readonly label: string;
  readonly isOn?: boolean;
  readonly children: React.ReactNode;
};

function CommandButton({ id, label, isOn, children }: CommandButtonProps) {
  const runCommand = useRunCommand();
  return (
    <IconButton
      label={label}
      keys={useChordParts(id)}
      placement="top"
      onPress={() => runCommand(id)}
      {...(isOn === undefined ? {} : { isOn })}
    >
      {children}
    </IconButton>
  );
}

function OpacitySlider() {
  const { t, formatPercent } = useTexts();
  const store = useInspectStore();
  const look = useInspect((state) => state.look);
  return (
    <div className="hidden items-center gap-1 pr-2 pl-1 @min-[800px]:flex">
      <Eye size={15} className="text-muted" aria-hidden />
      <Slider
        label={t('inspect.opacity')}
        isLabelHidden
        value={look.opacity}
        min={0.1}
        max={1}
        step={0.05}
        onChange={(opacity) => store.setState({ look: { ...look, opacity } })}
        output={formatPercent(look.opacity)}
        className="w-38"
      />
    </div>
  );
}

function ConfidenceSlider() {
  const { t, formatNumber, formatConfidence } = useTexts();
  const store = useInspectStore();
  const minConfidence = useInspect((state) => state.minConfidence);
  const { shown } = useShownPicture();
  const kept = shown?.overlay.kept;
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Slider
        label={t('inspect.confidence')}
        value={minConfidence}
        onChange={(value) => store.setState({ minConfidence: Math.round(value * 100) / 100 })}
        output={formatConfidence(minConfidence)}
        className="w-56 min-w-40"
      />
      <span data-testid="kept" className="min-w-20 text-right whitespace-nowrap text-muted tabular-nums">
        {kept ? t('inspect.kept', { kept: formatNumber(kept.count), total: formatNumber(kept.total) }) : '—'}
      </span>
    </div>
  );
}
