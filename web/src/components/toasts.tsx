import { X } from 'lucide-react';
import { useText } from '@/lib/texts';
import { Button } from './button';
import { IconButton } from './icon-button';
import { dismissToast, useToasts } from './toast-queue';

/**
 * Where toasts appear; once in the shell. Announced politely, never takes the focus. A page whose foot must stay
 * free carries data-toasts="top".
 */
export function Toasts() {
  const toasts = useToasts();
  const t = useText('common');
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-18 z-30 flex flex-col items-center gap-2 px-4 print:hidden [:root:has([data-toasts=top])_&]:top-14 [:root:has([data-toasts=top])_&]:bottom-auto"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="overlay pointer-events-auto flex min-h-10 items-center gap-2 py-1 pr-1 pl-4 text-13"
        >
          <span className="pr-2">{toast.text}</span>
          {toast.action && (
            <Button
              kind="quiet"
              className="text-accent"
              onPress={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton label={t('close')} icon={<X size={14} />} onPress={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
