import { addTexts } from '@/lib/texts';
import en from './locales/en.json';
import it from './locales/it.json';

addTexts('requirement', { en, it });
