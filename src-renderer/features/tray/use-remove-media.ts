import { useApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { showMedia, useViewStore } from '../../app/view-store';

/** Takes the selected pictures out of the list; undone from the note that says so. */
export function useRemoveMedia(): () => Promise<void> {
  const api = useApi();
  const store = useViewStore();
  const notify = useNotify();
  const { t, tCount, errorText } = useTexts();

  return async () => {
    const { selectedIds, currentMediaId, filter, search } = store.getState();
    const mediaIds = [...selectedIds];
    if (mediaIds.length === 0) return;
    try {
      const next = await neighbourOutside(mediaIds);
      const { removed } = await api.media.remove({ mediaIds });
      showMedia(store, next);
      notify({
        text: tCount('tray.removed', removed),
        action: {
          title: t('app.undo'),
          run: () => {
            api.media.restore({ mediaIds }).then(
              () => store.setState({ currentMediaId, selectedIds: new Set(mediaIds) }),
              (error: unknown) => notify({ tone: 'bad', text: errorText(wireErrorOf(error)) }),
            );
          },
        },
      });
    } catch (error) {
      notify({ tone: 'bad', text: errorText(wireErrorOf(error)) });
    }

    /** The nearest picture that stays: after the current one, else before it. */
    async function neighbourOutside(leaving: readonly string[]) {
      if (!currentMediaId) return null;
      if (!leaving.includes(currentMediaId)) return currentMediaId;
      for (const step of [1, -1] as const) {
        let id = await api.media.neighbour({ mediaId: currentMediaId, step, filter, search });
        // Of a long selection only its surroundings are searched; beyond that the list's first picture is as good.
        for (let hops = 0; id && leaving.includes(id) && hops < 50; hops += 1) {
          id = await api.media.neighbour({ mediaId: id, step, filter, search });
        }
        if (id && !leaving.includes(id)) return id;
      }
      return null;
    }
  };
}
