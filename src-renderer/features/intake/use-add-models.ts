import type { Model } from '#common/contract/models';
import { useApi, wireErrorOf } from '../../app/api';
import { useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { useViewStore } from '../../app/view-store';
import { familyTextKey } from '../models/family-text-key';
import { sendModel } from './send-file';

const never = new AbortController().signal;

/** Adds model files one after the other; each is answered with what was recognised, or with why it was refused. */
export function useAddModels() {
  const api = useApi();
  const { t, errorText } = useTexts();
  const notify = useNotify();
  const viewStore = useViewStore();
  const updateSettings = useUpdateSettings();

  const tell = (model: Model) => {
    viewStore.setState({ shownModelId: model.id });
    notify({
      tone: 'good',
      text: t('models.added', {
        name: model.name,
        family: t(familyTextKey[model.family]),
        width: model.inputWidthPx,
        height: model.inputHeightPx,
        labels: model.labels.length,
      }),
      action: { title: t('models.use'), run: () => updateSettings({ modelId: model.id, popId: null }) },
    });
  };
  const addEach = async <T>(sources: readonly T[], add: (source: T) => Promise<Model>) => {
    for (const source of sources) {
      try {
        tell(await add(source));
      } catch (error) {
        const wire = wireErrorOf(error);
        if (wire.code !== 'CANCELLED') notify({ tone: 'bad', text: errorText(wire) });
      }
    }
  };
  return {
    byPath: (paths: readonly string[]) => addEach(paths, (path) => api.models.add({ path })),
    byFile: (files: readonly File[]) => addEach(files, (file) => sendModel(file, never)),
  };
}
