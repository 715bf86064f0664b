import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { TextArea, TextField } from '@/components/text-field';
import { api, bodyOf, type Schema } from '@/lib/api';
import { asProblem } from '@/lib/problem';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';

interface Props {
  onMade: (job: Schema<'JobBrief'>) => void;
  onCancel?: () => void;
}

/** A new position. It is shared: the next interview can use it too. */
export function JobForm({ onMade, onCancel }: Props) {
  const t = useText('draft');
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const create = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/job-descriptions/', { body: { title: title.trim(), description_text: text.trim() } }),
      ),
    onSuccess: (job) => {
      void queries.invalidateQueries({ queryKey: keys.jobs });
      onMade({ id: job.id, title: job.title, description_text: job.description_text });
    },
  });
  const fields = create.error ? asProblem(create.error).fields : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() && text.trim()) create.mutate();
  };

  return (
    <form onSubmit={submit} className="card flex max-w-180 flex-col gap-4 p-5">
      <TextField label={t('job.title')} value={title} onChange={setTitle} error={fields['title']} autoFocus />
      <TextArea
        label={t('job.text')}
        hint={t('job.textHint')}
        value={text}
        onChange={setText}
        error={fields['description_text']}
        rows={12}
      />
      {create.error && Object.keys(fields).length === 0 && (
        <ErrorState error={create.error} kept={t('job.kept')} />
      )}
      <div className="flex justify-end gap-2">
        {onCancel && (
          <Button kind="quiet" onPress={onCancel}>
            {t('job.cancel')}
          </Button>
        )}
        <Button
          type="submit"
          kind="primary"
          isDisabled={!title.trim() || !text.trim()}
          isPending={create.isPending}
        >
          {t('job.save')}
        </Button>
      </div>
    </form>
  );
}
