import './texts';
import { useText } from '@/lib/texts';

export function DraftPage() {
  const t = useText('draft');
  return <h1 className="p-4 text-20">{t('title')}</h1>;
}
