import type { Settings } from '#common/contract/settings';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Select } from '../../ui/select';

/** The language of the page. */
export function LanguageSelect() {
  const { t } = useTexts();
  const { language } = useSettings();
  const update = useUpdateSettings();
  return (
    <Select<Settings['language']>
      label={t('settings.language')}
      value={language}
      onChange={(next) => update({ language: next })}
      options={[
        { id: 'system', title: t('settings.system') },
        { id: 'en', title: 'English' },
        { id: 'fr', title: 'Français' },
      ]}
      className="w-44"
    />
  );
}

/** Light, dark, or as the system is. */
export function ThemeSelect() {
  const { t } = useTexts();
  const { theme } = useSettings();
  const update = useUpdateSettings();
  return (
    <Select<Settings['theme']>
      label={t('settings.theme')}
      value={theme}
      onChange={(next) => update({ theme: next })}
      options={[
        { id: 'system', title: t('settings.system') },
        { id: 'light', title: t('settings.light') },
        { id: 'dark', title: t('settings.dark') },
      ]}
      className="w-44"
    />
  );
}
