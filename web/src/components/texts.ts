import { addTexts } from '@/lib/texts';
import en from './locales/en.json';
import it from './locales/it.json';

/** Words that many screens share. Imported for its effect, once, before the first component is drawn. */
addTexts('common', { en, it });
