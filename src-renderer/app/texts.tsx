import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { WireError } from '#common/errors';
import { type Language, type TextKey, type TextParams, translate } from '#common/texts/texts';
import { formats } from './formats';
import { remember, remembered } from './remembered-look';
import { useSettings, useSettingsAreKnown } from './settings-queries';

/** Keys that come in pairs `…one` and `…other`. */
type CountedKey = TextKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never;

export type Texts = ReturnType<typeof textsFor>;

/** Words and figures in one language. */
export function textsFor(language: Language) {
  const plural = new Intl.PluralRules(language);
  return {
    language,
    t: (key: TextKey, params?: TextParams) => translate(language, key, params),
    /** The text for a count; `{count}` is filled with the figure. Zero in French is singular, as the rules of it say. */
    tCount: (stem: CountedKey, count: number, params: TextParams = {}) => {
      const form = plural.select(count) === 'one' ? 'one' : 'other';
      const figure = new Intl.NumberFormat(language).format(count);
      return translate(language, `${stem}.${form}`, { count: figure, ...params });
    },
    errorText: (error: WireError) => translate(language, `error.${error.code}`, error.params),
    ...formats(language),
  };
}

const TextsContext = createContext<Texts>(textsFor('en'));

/** Words for the whole page, in the language chosen, or the system's where none is. */
export function TextsProvider({ children }: { readonly children: ReactNode }) {
  const isKnown = useSettingsAreKnown();
  const chosen = useSettings().language;
  const language = languageFor(isKnown ? chosen : (remembered('language') ?? 'system'), navigator.languages);
  const texts = useMemo(() => textsFor(language), [language]);

  useEffect(() => {
    document.documentElement.lang = language;
    if (isKnown) remember('language', chosen);
  }, [language, isKnown, chosen]);

  return (
    <TextsContext value={texts}>
      <I18nProvider locale={language}>{children}</I18nProvider>
    </TextsContext>
  );
}

/** @param system - the person's languages, best first, as the browser tells */
export function languageFor(chosen: string, system: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'fr') return chosen;
  const known = system.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'fr');
  return known === 'fr' ? 'fr' : 'en';
}

export const useTexts = (): Texts => useContext(TextsContext);
