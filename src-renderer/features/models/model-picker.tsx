import { useQuery } from '@tanstack/react-query';
import type { Model } from '#common/contract/models';
import { useQueryApi } from '../../app/api';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Select } from '../../ui/select';
import { usePopName, usePops } from '../pops/use-pops';
import { familyTextKey } from './family-text-key';

/** All models, built-in ones first. */
function useModels(): readonly Model[] {
  return useQuery(useQueryApi().models.list.queryOptions()).data ?? noModels;
}
const noModels: readonly Model[] = [];

/** The name of the model or Pop that the next run uses. */
export function useChosenName(): string {
  const models = useModels();
  const pops = usePops();
  const popName = usePopName();
  const { modelId, popId } = useSettings();
  const pop = pops.find(({ id }) => id === popId);
  return pop ? popName(pop) : (models.find(({ id }) => id === modelId)?.name ?? modelId);
}

/** Which model or Pop the next run uses. */
export function ModelPicker() {
  const { t } = useTexts();
  const models = useModels();
  const pops = usePops();
  const popName = usePopName();
  const { modelId, popId } = useSettings();
  const update = useUpdateSettings();
  return (
    <Select
      label={t('models.picker')}
      isLabelHidden
      placeholder={t('models.none')}
      value={popId === null ? `model:${modelId}` : `pop:${popId}`}
      onChange={(next) =>
        update(next.startsWith('pop:') ? { popId: next.slice(4) } : { modelId: next.slice(6), popId: null })
      }
      options={[
        ...models.map((model) => ({
          id: `model:${model.id}`,
          title: model.name,
          note: t(familyTextKey[model.family]),
        })),
        ...pops.map((pop) => ({ id: `pop:${pop.id}`, title: popName(pop), note: t('pops.kind') })),
      ]}
      className="w-44 max-xl:w-40"
    />
  );
}
