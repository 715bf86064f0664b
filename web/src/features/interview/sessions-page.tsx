import './texts';
import { useText } from '@/lib/texts';

export function SessionsPage() {
  const t = useText('interview');
  return <h1 className="p-4 text-20">{t('title')}</h1>;
}
