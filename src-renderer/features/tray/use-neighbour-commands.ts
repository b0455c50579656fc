import type { MediaFilter } from '#common/contract/media';
import { useApi } from '../../app/api';
import { useCurrentMedia } from '../../app/frame/use-current-media';
import { type Command, useCommands } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { showMedia, useView, useViewStore } from '../../app/view-store';

/** Commands that go to the previous and next picture of the list, and of those with objects. */
export function useNeighbourCommands(): void {
  const api = useApi();
  const { t } = useTexts();
  const store = useViewStore();
  const whyDisabled = useView((view) => view.currentMediaId === null) ? t('queue.runNeedsPicture') : undefined;

  const step = (by: 1 | -1, among?: MediaFilter) => {
    const { currentMediaId, filter, search } = store.getState();
    if (currentMediaId === null) return;
    const input = { mediaId: currentMediaId, step: by, filter: among ?? filter, search };
    // At the end of the list, and when the answer is lost, the picture simply stays.
    api.media.neighbour(input).then(
      (id) => id !== null && store.getState().currentMediaId === currentMediaId && showMedia(store, id),
      () => undefined,
    );
  };
  const command = (id: string, titleKey: Command['titleKey'], defaultChord: string, run: () => void): Command => ({
    id,
    titleKey,
    group: 'file',
    defaultChord,
    run,
    whyDisabled,
  });
  // In a video these keys go through its frames, and with Shift through the files.
  const isVideo = useCurrentMedia().data?.kind === 'video';
  const chord = (key: string) => (isVideo ? `Shift+${key}` : key);
  useCommands([
    command('file.previous', 'tray.previous', chord('ArrowLeft'), () => step(-1)),
    command('file.next', 'tray.next', chord('ArrowRight'), () => step(1)),
    command('file.previousWithObjects', 'tray.previousWithObjects', chord('['), () => step(-1, 'with-objects')),
    command('file.nextWithObjects', 'tray.nextWithObjects', chord(']'), () => step(1, 'with-objects')),
  ]);
}
