import type { ReactNode } from 'react';
import { CircleAlert, RotateCw } from 'lucide-react';
import { asProblem } from '@/lib/problem';
import { serverSentence } from '@/lib/server-sentences';
import { useLanguage, useText } from '@/lib/texts';
import { Button } from './button';
import { classes } from './classes';

interface Props {
  error: unknown;
  /** What is not lost, said in the words of the screen. */
  kept?: string;
  onRetry?: () => void;
  /** Where to go when the thing itself is not there any more. */
  wayOut?: ReactNode;
  className?: string;
}

/** What happened, what was kept and what to try; the request id is for whoever runs the server. */
export function ErrorState({ error, kept, onRetry, wayOut, className }: Props) {
  const t = useText('common');
  const language = useLanguage();
  const problem = asProblem(error);
  const isGone = problem.kind === 'not-found';
  return (
    <div
      role="alert"
      className={classes('flex gap-3 rounded-ui border border-line bg-surface-1 p-4', className)}
    >
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-risk-high" />
      <div className="flex min-w-0 flex-1 flex-col gap-1 text-13">
        <p className="text-14 font-strong">{t(`problem.${problem.kind}.title`)}</p>
        {problem.message && problem.kind !== 'server' && (
          <p className="break-words text-text-2">{serverSentence(problem.message, language)}</p>
        )}
        <p className="text-text-2">
          {kept && !isGone && `${kept} `}
          {t(`problem.${problem.kind}.try`)}
        </p>
        {problem.requestId && (
          <p className="nums text-12 text-text-3">{t('requestId', { id: problem.requestId })}</p>
        )}
        {onRetry && !isGone && (
          <Button className="mt-2 self-start" icon={<RotateCw size={14} aria-hidden />} onPress={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
        {isGone && wayOut}
      </div>
    </div>
  );
}
