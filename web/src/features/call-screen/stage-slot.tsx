import { Video } from 'lucide-react';
import { useText } from '@/lib/texts';

/** Where the call will be drawn. */
export function StageSlot() {
  const t = useText('call-screen');
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
      <Video size={24} aria-hidden className="text-text-3" />
      <p className="max-w-96 text-13 text-text-2">{t('stage.elsewhere')}</p>
    </div>
  );
}
