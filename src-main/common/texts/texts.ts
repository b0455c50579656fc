import { en } from './en/index';
import { fr } from './fr/index';

export type Language = 'en' | 'fr';
export type TextKey = keyof typeof en;
export type TextParams = Readonly<Record<string, string | number>>;

const catalogues: Record<Language, Record<TextKey, string>> = { en, fr };

/** The sentence for a key, its `{placeholders}` filled. A placeholder without a value stays visible, so it is noticed. */
export function translate(language: Language, key: TextKey, params: TextParams = {}): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
}
