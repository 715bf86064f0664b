import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { TextField } from '@/components/text-field';
import type { LocalMedia } from '@/lib/call/local-media';
import { useText } from '@/lib/texts';
import { DeviceCheck } from './device-check';
import { useJoin } from './use-guest';

const NAME_MAX = 80;

interface Props {
  media: LocalMedia;
  knownName: string;
  isReturning: boolean;
}

/** What is written down, who you are, and whether you can be seen and heard. */
export function JoinForm({ media, knownName, isReturning }: Props) {
  const t = useText('candidate-page');
  const join = useJoin();
  const [name, setName] = useState(knownName);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) join.mutate(name.trim());
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <section className="card flex flex-col gap-1 p-4">
        <h2 className="text-14">{t('notice.title')}</h2>
        <p className="text-14 text-text-2">{t('notice.text')}</p>
        <p className="text-14 text-text-2">{t('notice.rights')}</p>
      </section>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="name"
        autoComplete="name"
        maxLength={NAME_MAX}
        value={name}
        onChange={setName}
      />
      <DeviceCheck media={media} />
      {join.error && <ErrorState error={join.error} kept={t('kept')} />}
      <Button
        type="submit"
        kind="primary"
        isDisabled={!name.trim()}
        isPending={join.isPending}
        className="h-11"
      >
        {isReturning ? t('rejoin') : t('join')}
      </Button>
    </form>
  );
}
