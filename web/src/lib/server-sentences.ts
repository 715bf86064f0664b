/**
 * Sentences of the server in the reader's language. As in gettext, the English sentence is its own key; one that is
 * not known here is shown as it came.
 */
import type { Language } from './preferences';
import italian from './server-sentences.it.json';

const ITALIAN: Partial<Record<string, string>> = italian;

export function serverSentence(sentence: string, language: Language): string {
  return (language === 'it' && ITALIAN[sentence]) || sentence;
}
