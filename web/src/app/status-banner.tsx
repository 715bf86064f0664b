import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';

const POLL_MS = 60_000;

/** Says when the installation does less than it could: no local model, or a language model that is off. */
export function StatusBanner() {
  const t = useText('app');
  const { data } = useQuery({
    queryKey: keys.status,
    queryFn: () => bodyOf(api.GET('/api/status/')),
    refetchInterval: POLL_MS,
  });
  const degraded = data?.model.degraded;
  const llmDown = data?.llm.configured && !data.llm.available;
  if (!degraded && !llmDown) return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-b border-line bg-surface-2 px-4 py-2 text-13 text-text-2 print:hidden"
    >
      <Info size={16} aria-hidden className="shrink-0 text-risk-mid" />
      <p>{degraded ? t('status.degraded') : t('status.llmDown')}</p>
    </div>
  );
}
