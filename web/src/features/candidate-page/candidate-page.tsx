import './texts';
import { useEffect, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { Select } from '@/components/select';
import { Skeleton } from '@/components/skeleton';
import { useLocalMedia } from '@/lib/call/use-call';
import { LANGUAGES, setLanguage, useLanguage, useText } from '@/lib/texts';
import type { Language } from '@/lib/preferences';
import { DeviceCheck } from './device-check';
import { GuestCall } from './guest-call';
import { JoinForm } from './join-form';
import { useGuest, useGuestLive, useJoin, useLeave } from './use-guest';

function Frame({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  const t = useText('candidate-page');
  const language = useLanguage();
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="mx-auto flex min-h-full w-full max-w-130 flex-col gap-5 px-4 py-6 sm:py-12">
      <div className="flex items-start justify-between gap-4">
        <h1 className="text-20">{title}</h1>
        <Select
          label={t('language')}
          hideLabel
          choices={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
      {text && (
        <p role="status" className="text-14 text-text-2">
          {text}
        </p>
      )}
      {children}
    </main>
  );
}

/** Where a candidate joins: notice and devices, the lobby, the call, and what comes after it. */
export function CandidatePage() {
  const t = useText('candidate-page');
  const guest = useGuest();
  const media = useLocalMedia();
  const join = useJoin();
  const leave = useLeave();
  const state = guest.data?.state;
  const live = useGuestLive(state === 'lobby' || state === 'admitted');

  const goAway = () => {
    media.stop();
    leave.mutate();
  };
  useEffect(() => {
    if (state === 'ended' || state === 'denied') media.stop();
  }, [state, media]);

  if (guest.error)
    return (
      <Frame title={t('title')}>
        <ErrorState error={guest.error} onRetry={() => void guest.refetch()} />
      </Frame>
    );
  if (guest.isPending)
    return (
      <Frame title={t('title')}>
        <Skeleton className="h-32" />
        <Skeleton className="h-64" />
      </Frame>
    );
  if (!guest.data && location.hash.length < 2)
    return <Frame title={t('noLink.title')} text={t('noLink.text')} />;
  const known = guest.data;
  if (!known)
    return (
      <Frame title={t('title')}>
        <JoinForm media={media} knownName="" isReturning={false} />
      </Frame>
    );
  if (state === 'admitted')
    return (
      <GuestCall
        guest={known}
        media={media}
        connection={live.connection}
        liveState={live.state}
        onLeave={goAway}
      />
    );
  if (state === 'lobby')
    return (
      <Frame title={t('lobby.title')} text={live.state === 'lost' ? t('lost') : t('lobby.text')}>
        <DeviceCheck media={media} />
      </Frame>
    );
  if (state === 'ended') return <Frame title={t('ended.title')} text={t('ended.text')} />;
  return (
    <Frame title={t(`${state}.title`)} text={t(`${state}.text`)}>
      {join.error && <ErrorState error={join.error} />}
      <Button
        kind="primary"
        className="self-start"
        isPending={join.isPending}
        onPress={() => join.mutate(known.name)}
      >
        {t('rejoin')}
      </Button>
    </Frame>
  );
}
