import { Check, Circle } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatNumber, formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { Recap } from './use-recap';

/** Coverage with the parts of the CV behind it, and which questions were asked. */
export function RecapFacts({ recap }: { recap: Recap }) {
  const t = useText('recap');
  const language = useLanguage();
  const { asked, unasked } = recap.questions;
  return (
    <aside className="flex flex-col gap-4" aria-label={t('facts')}>
      <Card title={t('coverage.title')}>
        <Coverage coverage={recap.coverage} />
      </Card>
      <Card
        title={t('questions.title')}
        aside={t('questions.count', { asked: asked.length, all: asked.length + unasked.length })}
      >
        {asked.length + unasked.length === 0 && <p className="text-13 text-text-2">{t('questions.none')}</p>}
        <ul className="flex flex-col gap-2 text-13">
          {asked.map((question) => (
            <li key={question.question_id} className="flex gap-2">
              <Check size={14} aria-hidden className="mt-0.5 shrink-0 text-accent" />
              <span className="min-w-0 flex-1 break-words">
                <span className="sr-only">{t('questions.asked')}: </span>
                {question.question_text}
              </span>
              {question.asked_at && (
                <span className="text-12 text-text-3 nums">{formatTime(question.asked_at, language)}</span>
              )}
            </li>
          ))}
          {unasked.map((question) => (
            <li key={question.question_id} className="flex gap-2 text-text-2">
              <Circle size={14} aria-hidden className="mt-0.5 shrink-0 text-control" />
              <span className="min-w-0 flex-1 break-words">
                <span className="sr-only">{t('questions.notAsked')}: </span>
                {question.question_text}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </aside>
  );
}

function Card({ title, aside, children }: { title: string; aside?: string; children: ReactNode }) {
  return (
    <section className="card flex flex-col gap-3 p-4 print:break-inside-avoid print:border-0 print:px-0">
      <div className="flex items-baseline justify-between">
        <h2 className="text-13">{title}</h2>
        {aside && <span className="text-12 text-text-3 nums">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

function Coverage({ coverage }: { coverage: Recap['coverage'] }) {
  const t = useText('recap');
  const language = useLanguage();
  if (coverage.coverage_score === null) return <p className="text-13 text-text-2">{t('coverage.none')}</p>;
  return (
    <>
      <div className="flex items-baseline gap-1 nums">
        <span className="text-28 font-strong">{formatNumber(coverage.coverage_score, language)}</span>
        <span className="text-13 text-text-3">{t('coverage.of')}</span>
      </div>
      <div aria-hidden className="h-1 overflow-hidden rounded-full bg-surface-2">
        <div
          className="h-full bg-accent"
          style={{ width: `${Math.min(100, Math.max(0, coverage.coverage_score))}%` }}
        />
      </div>
      <p className="text-12 text-text-2">{t('coverage.text')}</p>
      {coverage.top_chunks.length > 0 && (
        <details className="text-12 print:hidden">
          <summary className="rounded-ui text-accent">{t('coverage.parts')}</summary>
          <ul className="mt-2 flex flex-col gap-2">
            {coverage.top_chunks.map((chunk) => (
              <li
                key={chunk.chunk_id}
                className="border-l-2 border-line pl-2 break-words whitespace-pre-line text-text-2"
              >
                {chunk.content}
                {chunk.page_number !== null && (
                  <span className="block text-text-3">{t('coverage.page', { page: chunk.page_number })}</span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
