import { Copy, MessageSquarePlus, Trash2 } from 'lucide-react';
import { Button } from '@/components/button';
import { showToast } from '@/components/toast-queue';
import type { StoredNote } from '@/lib/outbox-store';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';

/** For a note that the server refused, as a rule because the interview had ended: nothing of it is lost. */
export function UnsentActions({ note }: { note: StoredNote }) {
  const t = useText('call-screen');
  const { outbox, readOnly } = useScreen();
  const copy = () =>
    void navigator.clipboard.writeText(note.text).then(
      () => showToast(t('unsent.copied')),
      () => showToast(t('unsent.notCopied')),
    );
  return (
    <div className="mt-1 flex flex-col gap-2 rounded-ui bg-surface-2 p-2 text-12 text-text-2">
      <p>{readOnly ? t('unsent.ended') : t('unsent.why', { reason: note.refused })}</p>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Copy size={14} aria-hidden />} onPress={copy}>
          {t('unsent.copy')}
        </Button>
        <Button
          icon={<MessageSquarePlus size={14} aria-hidden />}
          onPress={() => void outbox.outbox.sendAsAfterthought(note.id)}
        >
          {t('unsent.afterthought')}
        </Button>
        <Button
          kind="quiet"
          icon={<Trash2 size={14} aria-hidden />}
          onPress={() => void outbox.outbox.discard(note.id)}
        >
          {t('unsent.discard')}
        </Button>
      </div>
    </div>
  );
}
