import { useQuery } from '@tanstack/react-query';
import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { TextField } from '@/components/text-field';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useLanguage, useText } from '@/lib/texts';
import { useCallInfo, useCallLink } from './use-call-info';

function LinkDetails({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const t = useText('call');
  const language = useLanguage();
  const link = useCallInfo(sessionId).data?.link ?? null;
  const { create, revoke } = useCallLink(sessionId);
  const [isCopied, setCopied] = useState(false);
  const status = useQuery({ queryKey: keys.status, queryFn: () => bodyOf(api.GET('/api/status/')) });

  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  const remove = () => revoke.mutate(undefined, { onSuccess: () => showToast(t('link.revoked')) });

  return (
    <Dialog
      title={t('link.title')}
      isOpen
      onClose={onClose}
      actions={
        link ? (
          <>
            <Button kind="quiet" onPress={remove} isPending={revoke.isPending}>
              {t('link.revoke')}
            </Button>
            <Button
              kind="primary"
              icon={isCopied ? <Check size={14} /> : <Link2 size={14} />}
              onPress={() => void copy(link.url)}
            >
              {isCopied ? t('link.copied') : t('link.copy')}
            </Button>
          </>
        ) : (
          <Button kind="primary" onPress={() => create.mutate()} isPending={create.isPending}>
            {t('link.create')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 text-13">
        {link ? (
          <>
            <p>
              {t('link.text', {
                date: new Date(link.expires_at).toLocaleString(language, {
                  dateStyle: 'medium',
                  timeStyle: 'short',
                }),
              })}
            </p>
            <TextField label={t('link.label')} value={link.url} isReadOnly />
          </>
        ) : (
          <p>{t('link.none')}</p>
        )}
        {status.data && !status.data.reachable_from_other_computers && (
          <p className="text-text-3">{t('link.loopback')}</p>
        )}
        {create.error && <ErrorState error={create.error} />}
      </div>
    </Dialog>
  );
}

/** The link that the candidate opens. Made when it is first asked for. */
export function LinkButton({ sessionId }: { sessionId: string }) {
  const t = useText('call');
  const [isOpen, setOpen] = useState(false);
  const { create } = useCallLink(sessionId);
  const info = useCallInfo(sessionId);

  const open = () => {
    if (info.data && !info.data.link) create.mutate();
    setOpen(true);
  };

  return (
    <>
      <Button icon={<Link2 size={14} />} onPress={open}>
        {t('link.button')}
      </Button>
      {isOpen && <LinkDetails sessionId={sessionId} onClose={() => setOpen(false)} />}
    </>
  );
}
