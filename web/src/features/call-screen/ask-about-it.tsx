import { useMutation } from '@tanstack/react-query';
import { MessageCirclePlus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf } from '@/lib/api';
import { asProblem } from '@/lib/problem';
import type { Requirement } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import { NewQuestionEditor } from './new-question-editor';
import { useScreen } from './screen-context';
import { inSession } from './session-queries';
import { useDescribeProblem } from './use-describe-problem';

/** Puts a question about a requirement on the card; when none is left, takes one of the recruiter's own. */
export function AskAboutIt({ requirement }: { requirement: Requirement }) {
  const t = useText('call-screen');
  const describe = useDescribeProblem();
  const { sessionId, card, callCard } = useScreen();
  const [isWriting, setWriting] = useState(false);
  const isSuggested = card.shown?.sources.some(
    (source) => source.type === 'job' && source.text === requirement.text,
  );
  const ask = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/sessions/{session_id}/next-question/', {
          ...inSession(sessionId),
          body: { requirement_id: requirement.id },
        }),
      ),
    onSuccess: ({ suggestion }) => {
      card.putOn(suggestion);
      callCard(true);
    },
    onError: (error) => {
      if (asProblem(error).kind === 'conflict') setWriting(true);
      else showToast(describe(error, t('card.failed')));
    },
  });
  if (isWriting)
    return (
      <div className="flex flex-col gap-1">
        <p role="status">{t('requirements.noneLeft')}</p>
        <NewQuestionEditor onDone={() => setWriting(false)} />
      </div>
    );
  return (
    <Button
      onPress={() => (isSuggested ? callCard(true) : ask.mutate())}
      isPending={ask.isPending}
      className="inline-flex h-6 items-center gap-1.5 self-start rounded-ui font-strong text-accent max-sm:h-11"
    >
      {isSuggested ? <Sparkles size={12} aria-hidden /> : <MessageCirclePlus size={12} aria-hidden />}
      {t(isSuggested ? 'requirements.suggested' : 'requirements.ask')}
    </Button>
  );
}
