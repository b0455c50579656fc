import type { AddedMedia } from '#common/contract/media';
import { wireErrorOf } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { showMedia, useViewStore } from '../../app/view-store';
import { useRunActions } from '../queue/use-run-actions';

/**
 * What to do with what was added: analyse it and look at it, analyse it behind what waits already, or what the settings
 * say (`autoRun`).
 */
export type IntakeMode = 'now' | 'queue' | 'as-set';

/** What follows on adding: the first picture is shown, what was left out is named, the analysis starts. */
export function useSettling() {
  const { autoRun, where } = useSettings();
  const { t, tCount, errorText } = useTexts();
  const notify = useNotify();
  const viewStore = useViewStore();
  const { start } = useRunActions();

  /** Puts the first of them on the stage, unless they were meant for the queue and something is there already. */
  const show = (added: AddedMedia, mode: IntakeMode): void => {
    const first = added.addedIds[0];
    if (!first) return;
    if (mode !== 'queue') viewStore.setState({ page: 'inspect' });
    if (mode !== 'queue' || viewStore.getState().currentMediaId === null) showMedia(viewStore, first);
  };
  /** Names what was left out and starts the analysis. */
  const run = async (added: AddedMedia, mode: IntakeMode): Promise<void> => {
    if (added.skippedCount > 0) {
      notify({
        tone: 'bad',
        text: tCount('intake.skipped', added.skippedCount),
        details: added.skipped.map(({ error }) => errorText(error)),
      });
    }
    if (added.addedIds.length === 0) return;
    // What was meant for the queue is a batch: it starts from its sheet.
    if (mode === 'queue') viewStore.setState({ batch: added.addedIds });
    // What may cost money starts by a button that says so, never by itself.
    else if (mode === 'now' || (autoRun && where === 'local')) await start(added.addedIds);
  };
  const settle = async (added: AddedMedia, mode: IntakeMode): Promise<void> => {
    if (added.addedIds.length === 0 && added.skippedCount === 0) notify({ text: t('intake.nothingFound') });
    show(added, mode);
    await run(added, mode);
  };
  /** Does the work and says what went wrong; giving up is not wrong. */
  const attempt = async (work: () => Promise<unknown> | unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: errorText(wire) });
    }
  };
  return { show, run, settle, attempt };
}
