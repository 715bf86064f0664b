import { Button } from '@/components/button';
import type { LiveConnection } from '@/lib/live';
import { useText } from '@/lib/texts';
import { useCallInfo, useConnectedGuests, useDecideGuest } from './use-call-info';

/** Who waits to be let in. It floats over the picture, makes no sound and moves nothing. */
export function LobbyBanner({
  sessionId,
  connection,
}: {
  sessionId: string;
  connection: LiveConnection | null;
}) {
  const t = useText('call');
  const info = useCallInfo(sessionId);
  const decide = useDecideGuest(sessionId);
  const connected = useConnectedGuests(connection);
  const waiting = (info.data?.guests ?? []).filter(
    (guest) => guest.state === 'lobby' && connected.has(guest.guest_id),
  );
  return (
    <div role="status" className="pointer-events-none absolute inset-x-3 top-3 z-10 flex flex-col gap-2">
      {waiting.map((guest) => (
        <div
          key={guest.guest_id}
          className="overlay pointer-events-auto mx-auto flex w-full max-w-120 items-center gap-2 py-1.5 pr-1.5 pl-3"
        >
          <p className="min-w-0 flex-1 truncate text-13">{t('lobby.waiting', { name: guest.name })}</p>
          <Button
            kind="quiet"
            isDisabled={decide.isPending}
            onPress={() => decide.mutate({ guest: guest.guest_id, action: 'deny' })}
          >
            {t('lobby.deny')}
          </Button>
          <Button
            kind="primary"
            isDisabled={decide.isPending}
            onPress={() => decide.mutate({ guest: guest.guest_id, action: 'admit' })}
          >
            {t('lobby.admit')}
          </Button>
        </div>
      ))}
    </div>
  );
}
