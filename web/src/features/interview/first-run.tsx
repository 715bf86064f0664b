import { ArrowRight, FileUp, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { useText } from '@/lib/texts';
import { ScreenSketch } from './screen-sketch';
import { useBeginDraft } from './use-interviews';

/** The first page of an empty installation: what this is, and two ways in. */
export function FirstRun() {
  const t = useText('interview');
  const sample = useBeginDraft('sample');
  const own = useBeginDraft('empty');
  const error = sample.error ?? own.error;
  return (
    <div className="mx-auto grid w-full max-w-280 grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-center gap-16 px-6 py-16 max-md:grid-cols-1 max-md:gap-10 max-sm:py-8">
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-3">
          <h1 className="text-28 text-balance">{t('firstRun.title')}</h1>
          <p className="text-16 text-pretty text-text-2">{t('firstRun.text')}</p>
        </div>
        <div className="flex flex-col gap-3">
          <Way
            icon={<Sparkles size={18} aria-hidden />}
            title={t('firstRun.sample')}
            text={t('firstRun.sampleText')}
          >
            <Button
              kind="primary"
              onPress={() => sample.mutate()}
              isPending={sample.isPending}
              icon={<ArrowRight size={14} aria-hidden />}
            >
              {t('firstRun.sampleButton')}
            </Button>
          </Way>
          <Way icon={<FileUp size={18} aria-hidden />} title={t('firstRun.own')} text={t('firstRun.ownText')}>
            <Button onPress={() => own.mutate()} isPending={own.isPending}>
              {t('firstRun.ownButton')}
            </Button>
          </Way>
        </div>
        {error && <ErrorState error={error} />}
      </div>
      <ScreenSketch />
    </div>
  );
}

function Way({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <section className="card flex gap-3 p-4">
      <span className="mt-0.5 text-accent">{icon}</span>
      <div className="flex flex-1 flex-col items-start gap-1">
        <h2 className="text-14">{title}</h2>
        <p className="text-13 text-text-2">{text}</p>
        <div className="mt-2">{children}</div>
      </div>
    </section>
  );
}
