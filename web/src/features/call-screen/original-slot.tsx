import { useEffect, useState, type ComponentType } from 'react';
import { showToast } from '@/components/toast-queue';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';

/** The original CV while it is open. It is large, so it is loaded when it is wanted; that it cannot be, is said. */
export function OriginalSlot() {
  const t = useText('call-screen');
  const { originalIsOpen, openOriginal } = useScreen();
  const [Original, setOriginal] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!originalIsOpen || Original) return;
    import('./cv-original').then(
      (part) => setOriginal(() => part.default),
      () => {
        openOriginal(false);
        showToast(t('original.notOpened'));
      },
    );
  }, [originalIsOpen, Original, openOriginal, t]);
  return originalIsOpen && Original && <Original />;
}
