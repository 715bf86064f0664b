import { UsersRound } from 'lucide-react';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';

const NAMED = 2;

/** The recruiters who have this interview open, each once however many tabs they have. */
export function PeopleHere() {
  const t = useText('call-screen');
  const { live } = useScreen();
  const names = [...new Map(live.people.map((person) => [person.key, person.name])).values()];
  if (names.length === 0) return null;
  const shown = names.slice(0, NAMED).join(', ');
  return (
    <span title={names.join('\n')} className="inline-flex max-w-56 items-center gap-1.5 text-12 text-text-2">
      <UsersRound size={14} aria-hidden className="shrink-0" />
      <span className="sr-only">{t('people')}</span>
      <span className="truncate">{names.length > NAMED ? `${shown} +${names.length - NAMED}` : shown}</span>
    </span>
  );
}
