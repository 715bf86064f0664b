import './texts';
import { useText } from '@/lib/texts';

export function RecapPage() {
  const t = useText('recap');
  return <h1 className="p-4 text-20">{t('title')}</h1>;
}
