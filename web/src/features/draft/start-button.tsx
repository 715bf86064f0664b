import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import { isReady } from './draft-ready';
import type { DraftEditor } from './use-draft';

/** Turns the draft into an interview and goes there. */
export function StartButton({ editor: { draft, saver } }: { editor: DraftEditor }) {
  const t = useText('draft');
  const queries = useQueryClient();
  const ready = isReady(draft);

  const start = useMutation({
    mutationFn: async () => {
      await saver.flush();
      if (saver.problem) throw saver.problem;
      const params = { path: { draft_id: draft.draft_id } };
      return bodyOf(api.POST('/api/drafts/{draft_id}/start/', { params, body: {} }));
    },
    onSuccess: ({ session_id }) => {
      void queries.invalidateQueries({ queryKey: keys.drafts, exact: true });
      // A full load: only the interview's own document may use camera and microphone.
      location.assign(`/interviews/${session_id}`);
    },
  });

  return (
    <div className="flex items-center gap-3">
      {start.error && (
        <ErrorState
          error={start.error}
          kept={t('error.kept')}
          className="absolute right-6 bottom-16 max-w-120 shadow-overlay max-sm:right-3 max-sm:left-3"
        />
      )}
      {!ready && <span className="text-12 text-text-3 max-sm:hidden">{t('review.missing')}</span>}
      <Button
        kind="primary"
        icon={<Play size={14} aria-hidden />}
        onPress={() => start.mutate()}
        isDisabled={!ready}
        isPending={start.isPending}
      >
        {t('review.start')}
      </Button>
    </div>
  );
}
