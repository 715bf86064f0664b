/**
 * Words of the interface. Each feature brings its own two files and registers them when it is loaded:
 * `addTexts('recap', { en, it })`; components read them with `useText('recap')`.
 */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { preferredLanguage, rememberLanguage, type Language } from './preferences';

export const LANGUAGES: Record<Language, string> = { en: 'English', it: 'Italiano' };

void i18next.use(initReactI18next).init({
  lng: preferredLanguage(),
  fallbackLng: 'en',
  ns: [],
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});

type Tree = { [key: string]: string | Tree };

export function addTexts<Texts extends Tree>(namespace: string, texts: { en: Texts; it: Texts }): void {
  for (const language of ['en', 'it'] as const)
    i18next.addResourceBundle(language, namespace, texts[language], true, true);
}

export function useText(namespace: string) {
  return useTranslation(namespace).t;
}

export function currentLanguage(): Language {
  return i18next.language === 'it' ? 'it' : 'en';
}

export function setLanguage(language: Language): void {
  rememberLanguage(language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}
