import { useMutation } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { FileDrop } from '@/components/file-drop';
import { TextField } from '@/components/text-field';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf, type Schema } from '@/lib/api';
import { uploadFile } from '@/lib/upload';
import { useText } from '@/lib/texts';
import { addQuestions, type Question } from './question-list';
import type { DraftEditor } from './use-draft';

const ACCEPT = ['.txt', '.docx'] as const;

/** Typed, generated, from a file: each adds to the list, none replaces it. */
export function QuestionSources({ editor: { draft, saver } }: { editor: DraftEditor }) {
  const t = useText('draft');
  const [typed, setTyped] = useState('');

  const add = (texts: readonly string[], source: Question['source']) => {
    const before = saver.view.questions;
    const questions = addQuestions(before, texts, source);
    saver.change({ questions });
    if (source !== 'typed') showToast(t('questions.added', { count: questions.length - before.length }));
  };

  const generate = useMutation({
    mutationFn: async () => {
      await saver.flush();
      const params = { path: { draft_id: draft.draft_id } };
      return bodyOf(api.POST('/api/drafts/{draft_id}/questions/generate/', { params, body: {} }));
    },
    onSuccess: ({ questions }) => add(questions, 'generated'),
  });
  const parse = useMutation({
    mutationFn: (file: File) => uploadFile<Schema<'QuestionTexts'>>('/api/questions/parse-file/', file),
    onSuccess: ({ questions }) => add(questions, 'file'),
  });
  const error = generate.error ?? parse.error;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    add([typed], 'typed');
    setTyped('');
  };

  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={submit} className="card flex items-end gap-2 p-4">
        <TextField
          label={t('questions.type')}
          value={typed}
          onChange={setTyped}
          className="flex-1"
          autoComplete="off"
        />
        <Button type="submit" className="h-9" isDisabled={!typed.trim()}>
          {t('questions.add')}
        </Button>
      </form>
      <div className="card flex items-center gap-3 p-4">
        <Sparkles size={18} aria-hidden className="shrink-0 text-accent" />
        <div className="min-w-0 flex-1 text-13">
          <p className="font-strong">{t('questions.generateTitle')}</p>
          <p className="text-text-2">
            {draft.job ? t('questions.generateText') : t('questions.generateNeedsJob')}
          </p>
        </div>
        <Button onPress={() => generate.mutate()} isPending={generate.isPending} isDisabled={!draft.job}>
          {generate.isPending ? t('questions.generating') : t('questions.generate')}
        </Button>
      </div>
      <FileDrop
        label={t('questions.drop')}
        hint={t('questions.dropHint')}
        button={t('questions.choose')}
        accept={ACCEPT}
        onFile={parse.mutate}
        className="py-5"
      />
      {error && <ErrorState error={error} kept={t('questions.kept')} />}
    </div>
  );
}
