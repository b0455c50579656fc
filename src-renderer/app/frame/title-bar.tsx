import { PanelRight, Search } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { ModelPicker } from '../../features/models/model-picker';
import { RunButton } from '../../features/queue/run-button';
import { MeterChip } from '../../features/sessions/meter-chip';
import { WhereChip } from '../../features/settings/where-chip';
import { focusRing } from '../../ui/class-names';
import { IconButton } from '../../ui/icon-button';
import { Kbd } from '../../ui/kbd';
import { useRunCommand } from '../shortcuts';
import { useTexts } from '../texts';
import { useView } from '../view-store';
import { useChordParts } from './use-chord-parts';

/** Product, model, run, search, and where and for how much things run. */
export function TitleBar() {
  const { t } = useTexts();
  const page = useView((view) => view.page);
  const runCommand = useRunCommand();
  const inspectorKeys = useChordParts('view.inspector');
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-surface pr-2 pl-3">
      <div className="flex items-center gap-2 pr-1">
        <img src="/mark.svg" alt="" className="size-5" />
        <span className="font-semibold tracking-tight">Reticle</span>
      </div>
      <ModelPicker />
      <RunButton />
      <div className="flex min-w-0 flex-1 justify-center">
        <SearchButton />
      </div>
      <WhereChip />
      <MeterChip />
      {page !== 'inspect' ? (
        // Keeps the search where it is from screen to screen.
        <span className="w-7" />
      ) : (
        <IconButton label={t('app.inspector')} keys={inspectorKeys} onPress={() => runCommand('view.inspector')}>
          <PanelRight size={16} />
        </IconButton>
      )}
    </header>
  );
}

function SearchButton() {
  const { t } = useTexts();
  const runCommand = useRunCommand();
  const keys = useChordParts('app.palette');
  return (
    <AriaButton
      onPress={() => runCommand('app.palette')}
      aria-label={t('app.palette')}
      className={`flex h-7 w-full max-w-72 min-w-0 cursor-default items-center gap-2 rounded-md border border-line bg-bg px-2 text-muted data-[hovered]:bg-hover ${focusRing}`}
    >
      <Search size={14} className="shrink-0" aria-hidden />
      <span className="flex-1 truncate text-left">{t('app.searchCommands')}</span>
      {keys && <Kbd keys={keys} />}
    </AriaButton>
  );
}
