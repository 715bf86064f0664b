import './texts';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { TextField } from '@/components/text-field';
import { useSetName } from '@/lib/identity';
import { useText } from '@/lib/texts';

const NAME_MAX = 80;

/** Asks once, in open mode, for the name that stands for this recruiter. */
export default function NameDialog() {
  const t = useText('account');
  const setName = useSetName();
  const [name, setInput] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) setName.mutate(name.trim());
  };

  return (
    <Dialog title={t('name.title')} isOpen onClose={() => undefined} isRequired>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>{t('name.text')}</p>
        <TextField
          label={t('name.label')}
          name="name"
          autoComplete="name"
          autoFocus
          maxLength={NAME_MAX}
          value={name}
          onChange={setInput}
        />
        {setName.error && <ErrorState error={setName.error} kept={t('name.kept')} />}
        <Button
          type="submit"
          kind="primary"
          className="self-end"
          isDisabled={!name.trim()}
          isPending={setName.isPending}
        >
          {t('name.save')}
        </Button>
      </form>
    </Dialog>
  );
}
