import { Link } from '@tanstack/react-router';
import { useText } from '@/lib/texts';
import { buttonClasses } from './button';

/** Back to the list of interviews, from where nothing else is left to do. */
export function HomeLink() {
  const t = useText('common');
  return (
    <Link to="/" className={buttonClasses('secondary', 'mt-2 self-start')}>
      {t('home')}
    </Link>
  );
}
