import { useIntake } from '../features/intake/intake';
import { isActive, useRunActions, useRuns } from '../features/queue/use-run-actions';
import { useRemoveMedia } from '../features/tray/use-remove-media';
import { useLayout } from './layout';
import { type Command, useCommands } from './shortcuts';
import { useTexts } from './texts';
import { type Page, useView, useViewStore } from './view-store';

/** The commands that work on every screen. */
export function useAppCommands(): void {
  useCommands([...useFileCommands(), ...useRunCommands(), ...useViewCommands(), ...usePageCommands()]);
}

function useFileCommands(): Command[] {
  const { t } = useTexts();
  const intake = useIntake();
  const store = useViewStore();
  const removeMedia = useRemoveMedia();
  const nothingSelected = useView((view) => view.selectedIds.size === 0) ? t('tray.nothingSelected') : undefined;
  return [
    command('file.open', 'tray.openFiles', 'file', 'Mod+O', () => void intake.pick('files')),
    command('file.openFolder', 'tray.openFolder', 'file', 'Mod+Shift+O', () => void intake.pick('folder')),
    command('file.openPath', 'intake.openPath', 'file', undefined, () => store.setState({ dialog: 'open-path' })),
    command('file.samples', 'intake.addSamples', 'file', undefined, () => void intake.addSamples()),
    command('file.remove', 'tray.remove', 'file', 'Delete', () => void removeMedia(), nothingSelected),
  ];
}

function useRunCommands(): Command[] {
  const { t } = useTexts();
  const store = useViewStore();
  const { start, cancel } = useRunActions();
  const current = useRuns().find(isActive);
  const needsPicture = useView((view) => view.selectedIds.size === 0) ? t('queue.runNeedsPicture') : undefined;
  const nothingRuns = current ? undefined : t('queue.nothingRuns');
  return [
    command(
      'run.start',
      'queue.runSelected',
      'run',
      'Mod+Enter',
      () => void start([...store.getState().selectedIds]),
      needsPicture,
    ),
    command('run.batch', 'batch.command', 'run', 'Mod+Shift+Enter', () => {
      const { selectedIds } = store.getState();
      store.setState({ batch: selectedIds.size > 1 ? [...selectedIds] : 'all' });
    }),
    command('run.all', 'queue.runAll', 'run', undefined, () => void start('all')),
    command('sessions.stopAll', 'sessions.stopAll', 'run', 'Mod+Shift+.', () => store.setState({ dialog: 'stop-all' })),
    command('run.cancel', 'queue.cancelCurrent', 'run', 'Mod+.', () => current && void cancel(current), nothingRuns),
  ];
}

function useViewCommands(): Command[] {
  const store = useViewStore();
  const layout = useLayout();
  const toggleInspector = () =>
    layout.inspectorLiesOver
      ? store.setState((view) => ({ inspectorIsOver: !view.inspectorIsOver }))
      : layout.setOpen('inspector', !layout.inspector.isOpen);
  return [
    command('view.tray', 'app.toggleTray', 'view', 'Mod+B', () => layout.setOpen('tray', !layout.tray.isOpen)),
    command('view.inspector', 'app.toggleInspector', 'view', 'Mod+Alt+B', toggleInspector),
    command('view.resetLayout', 'app.resetLayout', 'view', undefined, layout.reset),
    command('app.palette', 'app.palette', 'app', 'Mod+K', () => store.setState({ dialog: 'palette' })),
    command('app.shortcuts', 'app.shortcuts', 'app', '?', () => store.setState({ dialog: 'shortcuts' })),
  ];
}

function usePageCommands(): Command[] {
  const store = useViewStore();
  const go = (page: Page) => () => store.setState({ page });
  return [
    command('page.inspect', 'app.inspect', 'app', 'Alt+1', go('inspect')),
    command('page.queue', 'app.queue', 'app', 'Alt+2', go('queue')),
    command('page.models', 'app.models', 'app', 'Alt+3', go('models')),
    command('page.pops', 'pops.title', 'app', 'Alt+4', go('pops')),
    command('page.sessions', 'sessions.title', 'app', 'Alt+5', go('sessions')),
    command('page.costs', 'costs.title', 'app', 'Alt+6', go('costs')),
    command('page.settings', 'app.settings', 'app', 'Mod+,', go('settings')),
  ];
}

function command(
  id: string,
  titleKey: Command['titleKey'],
  group: Command['group'],
  defaultChord: string | undefined,
  run: () => void,
  whyDisabled?: string,
): Command {
  return {
    id,
    titleKey,
    group,
    run,
    ...(defaultChord ? { defaultChord } : {}),
    ...(whyDisabled === undefined ? {} : { whyDisabled }),
  };
}
