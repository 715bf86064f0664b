import { Link } from '@tanstack/react-router';
import { ArrowLeft, Printer } from 'lucide-react';
import { Button } from '@/components/button';
import { formatDay, formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { Recap } from './use-recap';

const MINUTE_MS = 60_000;

function minutesOf({ started_at, ended_at }: Recap['session']): number | null {
  if (!started_at || !ended_at) return null;
  return Math.max(1, Math.round((Date.parse(ended_at) - Date.parse(started_at)) / MINUTE_MS));
}

export function RecapHeader({ recap: { session } }: { recap: Recap }) {
  const t = useText('recap');
  const language = useLanguage();
  const minutes = minutesOf(session);
  return (
    <header className="flex flex-col gap-2">
      <Link
        to="/"
        className="flex w-fit items-center gap-1 rounded-ui text-13 text-text-2 hover:text-text-1 print:hidden"
      >
        <ArrowLeft size={14} aria-hidden /> {t('back')}
      </Link>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-28 break-words">{session.candidate_name}</h1>
          <p className="text-14 break-words text-text-2 nums">
            {session.jd_title}
            {session.started_at &&
              ` · ${formatDay(session.started_at, language)}, ${formatTime(session.started_at, language)}`}
            {minutes !== null && ` · ${t('minutes', { count: minutes })}`}
          </p>
        </div>
        <Button
          icon={<Printer size={14} aria-hidden />}
          onPress={() => print()}
          className="shrink-0 max-sm:hidden print:hidden"
        >
          {t('print')}
        </Button>
      </div>
    </header>
  );
}
