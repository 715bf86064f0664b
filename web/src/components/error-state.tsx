import { CircleAlert, RotateCw } from 'lucide-react';
import { asProblem } from '@/lib/problem';
import { useText } from '@/lib/texts';
import { Button } from './button';
import { classes } from './classes';

interface Props {
  error: unknown;
  /** What is not lost, said in the words of the screen. */
  kept?: string;
  onRetry?: () => void;
  className?: string;
}

/** What happened, what was kept and what to try; the request id is for whoever runs the server. */
export function ErrorState({ error, kept, onRetry, className }: Props) {
  const t = useText('common');
  const problem = asProblem(error);
  return (
    <div
      role="alert"
      className={classes('flex gap-3 rounded-ui border border-line bg-surface-1 p-4', className)}
    >
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-risk-high" />
      <div className="flex min-w-0 flex-1 flex-col gap-1 text-13">
        <p className="text-14 font-strong">{t(`problem.${problem.kind}.title`)}</p>
        {problem.message && problem.kind !== 'server' && (
          <p className="break-words text-text-2">{problem.message}</p>
        )}
        <p className="text-text-2">
          {kept && `${kept} `}
          {t(`problem.${problem.kind}.try`)}
        </p>
        {problem.requestId && (
          <p className="nums text-12 text-text-3">{t('requestId', { id: problem.requestId })}</p>
        )}
        {onRetry && (
          <Button className="mt-2 self-start" icon={<RotateCw size={14} aria-hidden />} onPress={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}
