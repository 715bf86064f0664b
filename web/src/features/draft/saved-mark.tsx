import { CloudCheck, CloudOff, LoaderCircle } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useText } from '@/lib/texts';
import type { DraftSaver } from './draft-saver';

/** Says that the draft is safe, or that it waits for the server. */
export function SavedMark({ saver }: { saver: DraftSaver }) {
  const t = useText('draft');
  const state = useSyncExternalStore(saver.subscribe, () => saver.state);
  return (
    <p role="status" className="flex items-center gap-1.5 text-12 text-text-3">
      {state === 'saved' && <CloudCheck size={14} aria-hidden />}
      {state === 'saving' && <LoaderCircle size={14} aria-hidden />}
      {state === 'waiting' && <CloudOff size={14} aria-hidden className="text-risk-mid" />}
      {t(`save.${state}`)}
    </p>
  );
}
