import { useQuery } from '@tanstack/react-query';
import type { Model } from '#common/contract/models';
import { useQueryApi } from '../../app/api';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Select } from '../../ui/select';
import { familyTextKey } from './family-text-key';

/** All models, built-in ones first. */
function useModels(): readonly Model[] {
  return useQuery(useQueryApi().models.list.queryOptions()).data ?? noModels;
}
const noModels: readonly Model[] = [];

/** Which model the next run uses. */
export function ModelPicker() {
  const { t } = useTexts();
  const models = useModels();
  const { modelId } = useSettings();
  const update = useUpdateSettings();
  return (
    <Select
      label={t('models.picker')}
      isLabelHidden
      placeholder={t('models.none')}
      value={modelId}
      onChange={(next) => update({ modelId: next })}
      options={models.map((model) => ({ id: model.id, title: model.name, note: t(familyTextKey[model.family]) }))}
      className="w-44 max-xl:w-40"
    />
  );
}
