import { os } from '../api';
import type { SettingsService } from './settings-service';

export const settingsApi = (settings: SettingsService) => ({
  get: os.settings.get.handler(() => settings.get()),
  update: os.settings.update.handler(({ input }) => settings.update(input)),
});
