import { en } from './en/index';
import { phrases } from './en/phrases';
import { fr } from './fr/index';

export type Language = 'en' | 'fr';
export type TextKey = keyof typeof en;
type PhraseKey = keyof typeof phrases;
export type TextParams = Readonly<Record<string, string | number>>;

const catalogues: Record<Language, Record<TextKey, string>> = { en, fr };

/**
 * The sentence for a key, its `{placeholders}` filled. A placeholder without a value stays visible, so it is noticed.
 *
 * @param params - a value that is the key of a phrase (`phrase.…`) is worded in the same language
 */
export function translate(language: Language, key: TextKey, params: TextParams = {}): string {
  const catalogue = catalogues[language];
  return catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return isPhrase(value) ? catalogue[value] : String(value);
  });
}

function isPhrase(value: string | number): value is PhraseKey {
  return typeof value === 'string' && Object.hasOwn(phrases, value);
}
