import { defaultSettings, Settings } from '#common/contract/settings';
import type { Database } from '../store/open-database';

/** What the user chose, one row a key, so that a broken value costs only itself. */
export class SettingsService {
  constructor(private readonly database: Database) {}

  get(): Settings {
    const rows = this.database.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings').all();
    const stored: Record<string, unknown> = {};
    for (const { key, value } of rows) {
      const field = Settings.shape[key as keyof typeof Settings.shape]; // unknown keys give undefined, checked below
      const parsed = field?.safeParse(parseJson(value));
      if (parsed?.success) stored[key] = parsed.data;
    }
    return { ...defaultSettings, ...stored };
  }

  update(changes: Partial<Settings>): Settings {
    const save = this.database.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.database.transaction(() => {
      for (const [key, value] of Object.entries(changes)) {
        if (value !== undefined) save.run(key, JSON.stringify(value));
      }
    })();
    return this.get();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
