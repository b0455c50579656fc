import { Palette } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { type ColourMode, colourModes, confidenceRamp } from '#common/overlay/palette';
import { useChordParts } from '../../app/frame/use-chord-parts';
import { useCommands } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { Slider } from '../../ui/slider';
import { Switch } from '../../ui/switch';
import { useInspect, useInspectStore } from './inspect-store';
import { toggleLook } from './use-inspect-commands';

const parts = [
  ['boxes', 'inspect.boxes'],
  ['masks', 'inspect.masks'],
  ['keyPoints', 'inspect.points'],
  ['labels', 'inspect.labels'],
] as const;

/** How the overlay looks: colours, parts, opacity. */
export function StylePopover() {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  useCommands([
    {
      id: 'inspect.style',
      titleKey: 'inspect.overlay',
      group: 'inspect',
      defaultChord: 'S',
      run: () => setIsOpen(true),
    },
  ]);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <IconButton label={t('inspect.overlay')} keys={useChordParts('inspect.style')} placement="top">
        <Palette size={15} />
      </IconButton>
      <Popover
        placement="top"
        offset={8}
        data-keys="own"
        className="z-50 w-64 rounded-lg border border-line bg-surface p-3 shadow-xl"
      >
        <Dialog aria-label={t('inspect.overlay')} className="flex flex-col gap-2 outline-none">
          <StyleControls />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function StyleControls() {
  const { t, formatPercent } = useTexts();
  const store = useInspectStore();
  const look = useInspect((state) => state.look);
  const colourMode = useInspect((state) => state.colourMode);
  return (
    <>
      <Select<ColourMode>
        label={t('inspect.colourBy')}
        value={colourMode}
        options={colourModes.map((id) => ({ id, title: t(`inspect.colourMode.${id}`) }))}
        onChange={(mode) => store.setState({ colourMode: mode })}
      />
      {colourMode === 'confidence' && <RampLegend />}
      {parts.map(([part, key]) => (
        <Switch key={part} isOn={look[part]} onChange={() => toggleLook(store, part)}>
          {t(key)}
        </Switch>
      ))}
      <Slider
        label={t('inspect.opacity')}
        isLabelHidden
        value={look.opacity}
        min={0.1}
        max={1}
        step={0.05}
        onChange={(opacity) => store.setState({ look: { ...store.getState().look, opacity } })}
        output={formatPercent(look.opacity)}
      />
    </>
  );
}

function RampLegend() {
  const { formatPercent } = useTexts();
  return (
    <div className="flex items-center gap-2 text-xs text-muted tabular-nums">
      {formatPercent(0)}
      <span className="flex h-2 flex-1 overflow-hidden rounded-full" aria-hidden>
        {confidenceRamp.map((colour) => (
          <span key={colour} className="flex-1" style={{ background: colour }} />
        ))}
      </span>
      {formatPercent(1)}
    </div>
  );
}
