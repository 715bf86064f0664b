/** Theme and language of this browser, remembered. Nothing here is about a person. */
export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'it';

const THEME_KEY = 'theme';
const LANGUAGE_KEY = 'language';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the choice lasts until the page closes
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // see stored()
  }
}

export function savedTheme(): Theme {
  const theme = stored(THEME_KEY);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function applyTheme(theme: Theme): void {
  store(THEME_KEY, theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** The remembered language, else the browser's when we have it, else English. */
export function preferredLanguage(): Language {
  const language = stored(LANGUAGE_KEY);
  if (language === 'en' || language === 'it') return language;
  const first = navigator.languages.find((name) => /^(en|it)\b/.test(name));
  return first?.startsWith('it') ? 'it' : 'en';
}

export function rememberLanguage(language: Language): void {
  store(LANGUAGE_KEY, language);
}
