import './texts';
import { useText } from '@/lib/texts';

/** Where a candidate joins; the token of the link is in the fragment of the address. */
export function CandidatePage() {
  const t = useText('candidate-page');
  return <h1 className="p-4 text-20">{t('title')}</h1>;
}
