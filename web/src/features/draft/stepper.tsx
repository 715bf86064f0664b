import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { classes } from '@/components/classes';
import { useText } from '@/lib/texts';
import type { Draft } from './draft-saver';

export const STEPS = ['candidate', 'job', 'questions', 'review'] as const;
export const LAST_STEP = STEPS.length;

function isDone(draft: Draft, step: (typeof STEPS)[number]): boolean {
  if (step === 'candidate') return Boolean(draft.candidate?.full_name.trim());
  if (step === 'job') return draft.job !== null;
  return step === 'questions' && draft.questions.length > 0;
}

/** Where one is and what is filled in; every step can be visited at any time. */
export function Stepper({ draft, step }: { draft: Draft; step: number }) {
  const t = useText('draft');
  return (
    <nav aria-label={t('steps')}>
      <ol className="flex items-center gap-1">
        {STEPS.map((name, index) => {
          const number = index + 1;
          const current = number === step;
          const done = isDone(draft, name);
          return (
            <li key={name} className="flex items-center gap-1">
              {index > 0 && <span aria-hidden className="h-px w-5 bg-line max-sm:w-2" />}
              <Link
                to="/new/$draftId"
                params={{ draftId: draft.draft_id }}
                search={{ step: number }}
                aria-current={current ? 'step' : undefined}
                className={classes(
                  'flex h-8 items-center gap-2 rounded-ui px-2 text-13 hover:bg-surface-2 max-sm:h-11',
                  current ? 'font-strong text-text-1' : 'text-text-2',
                )}
              >
                <span
                  className={classes(
                    'flex size-5 items-center justify-center rounded-full border text-12 nums',
                    current
                      ? 'border-accent bg-accent text-on-accent'
                      : done
                        ? 'border-accent text-accent'
                        : 'border-control text-text-3',
                  )}
                >
                  {done && !current ? <Check size={12} aria-hidden /> : number}
                </span>
                <span className={current ? undefined : 'max-sm:sr-only'}>{t(`step.${name}.name`)}</span>
                {done && <span className="sr-only">{t('stepDone')}</span>}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
