import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Select } from '@/components/select';
import type { Language } from '@/lib/preferences';
import { LANGUAGES, useText } from '@/lib/texts';
import type { DraftEditor } from './use-draft';

interface Props {
  editor: DraftEditor;
  onGo: (step: number) => void;
}

const LANGUAGE_CHOICES = [
  { value: 'en', label: LANGUAGES.en },
  { value: 'it', label: LANGUAGES.it },
] as const;

/** Everything at a glance. */
export function ReviewStep({ editor: { draft, saver }, onGo }: Props) {
  const t = useText('draft');
  const name = draft.candidate?.full_name.trim() ?? '';

  return (
    <div className="card">
      <Part title={t('step.candidate.name')} onChange={() => onGo(1)}>
        {name ? (
          <p className="text-14 font-strong break-words">{name}</p>
        ) : (
          <Missing>{t('review.noCandidate')}</Missing>
        )}
        {draft.candidate?.email && <p className="text-text-2">{draft.candidate.email}</p>}
        <p className="text-text-2">
          {draft.cv ? t('review.cv', { name: draft.cv.file_name, count: draft.cv.pages }) : t('review.noCv')}
        </p>
      </Part>
      <Part title={t('step.job.name')} onChange={() => onGo(2)}>
        {draft.job ? (
          <p className="text-14 font-strong break-words">{draft.job.title}</p>
        ) : (
          <Missing>{t('review.noJob')}</Missing>
        )}
        <Select<Language>
          label={t('review.language')}
          choices={LANGUAGE_CHOICES}
          value={draft.language}
          onChange={(language) => saver.change({ language })}
          className="mt-2 w-60"
        />
      </Part>
      <Part title={t('step.questions.name')} onChange={() => onGo(3)}>
        {draft.questions.length === 0 && <p className="text-text-2">{t('review.noQuestions')}</p>}
        <ol className="flex list-decimal flex-col gap-1 pl-5 marker:text-12 marker:text-text-3">
          {draft.questions.map((question) => (
            <li key={question.key} className="break-words">
              {question.text}
            </li>
          ))}
        </ol>
      </Part>
    </div>
  );
}

function Part({ title, onChange, children }: { title: string; onChange: () => void; children: ReactNode }) {
  const t = useText('draft');
  return (
    <section className="grid grid-cols-[10rem_1fr_auto] gap-4 border-b border-line px-5 py-4 text-13 last:border-0 max-sm:grid-cols-[1fr_auto] max-sm:gap-x-2">
      <h2 className="text-13 text-text-2">{title}</h2>
      <div className="min-w-0 max-sm:order-last max-sm:col-span-2">{children}</div>
      <Button
        kind="quiet"
        className="-my-1.5 -mr-2"
        onPress={onChange}
        aria-label={t('review.changePart', { part: title })}
      >
        {t('review.change')}
      </Button>
    </section>
  );
}

function Missing({ children }: { children: ReactNode }) {
  return <p className="text-risk-mid">{children}</p>;
}
