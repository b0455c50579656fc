import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Select } from '../../ui/select';

const choices = [0, 1, 2, 4, 8, 16];

/** How many items are worked on at once. */
export function AtOnceSelect() {
  const { t } = useTexts();
  const { itemsAtOnce } = useSettings();
  const update = useUpdateSettings();
  const offered = choices.includes(itemsAtOnce) ? choices : [...choices, itemsAtOnce];
  return (
    <Select
      label={t('batch.atOnce')}
      value={String(itemsAtOnce)}
      onChange={(next) => update({ itemsAtOnce: Number(next) })}
      options={offered.map((count) => ({
        id: String(count),
        title: count === 0 ? t('batch.atOnceAuto') : String(count),
      }))}
      className="w-36 shrink-0"
    />
  );
}
