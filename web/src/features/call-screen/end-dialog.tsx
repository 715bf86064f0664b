import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { startCapital, untouchedMusts } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import { splitQuestions } from './question-order';
import { useScreen } from './screen-context';
import { inSession, useNotes, useQuestions } from './session-queries';

const LISTED = 5;

/** Before the end: what has not reached the server, and which must-haves nobody spoke of, and what was not asked. */
export function EndDialog({ onClose }: { onClose: () => void }) {
  const t = useText('call-screen');
  const { sessionId, session, outbox, draft } = useScreen();
  const questions = useQuestions(sessionId).data ?? [];
  const notes = useNotes(sessionId).data;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const end = useMutation({
    mutationFn: async () => {
      if (draft.text.trim())
        await outbox.outbox.add({ sessionId, text: draft.take().trim(), questionId: null });
      await outbox.outbox.flush();
      return bodyOf(api.POST('/api/sessions/{session_id}/end/', { ...inSession(sessionId), body: {} }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.session(sessionId) });
      await navigate({ to: '/interviews/$sessionId/recap', params: { sessionId } });
    },
  });
  const unsent = outbox.waiting.map((note) => note.text);
  const untouched = untouchedMusts(session.requirements.requirements).map(({ text }) => startCapital(text));
  const isBlank = notes?.length === 0 && unsent.length === 0 && !draft.text.trim();
  const unasked = splitQuestions(questions).open.map((question) => question.question_text);
  return (
    <Dialog
      title={t('end.title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onPress={onClose}>
            {t('end.stay')}
          </Button>
          <Button kind="danger" isPending={end.isPending} onPress={() => end.mutate()}>
            {t('end.confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-14">
        <p>{t('end.text')}</p>
        {isBlank && <p className="text-text-1">{t('end.noNotes')}</p>}
        {draft.text.trim() && <p className="text-text-1">{t('end.draft')}</p>}
        <TextList title={t('end.unsent', { count: unsent.length })} texts={unsent} />
        <TextList
          title={t('end.untouched', { count: untouched.length })}
          texts={untouched}
          more="end.moreUntouched"
        />
        <TextList title={t('end.unasked', { count: unasked.length })} texts={unasked} />
        {end.error && <ErrorState error={end.error} kept={t('end.kept')} />}
      </div>
    </Dialog>
  );
}

interface ListProps {
  title: string;
  texts: readonly string[];
  more?: string;
}

function TextList({ title, texts, more = 'end.more' }: ListProps) {
  const t = useText('call-screen');
  if (texts.length === 0) return null;
  return (
    <section>
      <h3 className="text-13 text-text-1">{title}</h3>
      <ul className="mt-1 flex flex-col gap-1.5 border-l-2 border-line pl-3 text-13">
        {texts.slice(0, LISTED).map((text, index) => (
          <li key={index} className="line-clamp-2 break-words">
            {text}
          </li>
        ))}
      </ul>
      {texts.length > LISTED && (
        <p className="mt-1.5 pl-3.5 text-12 text-text-3">{t(more, { count: texts.length - LISTED })}</p>
      )}
    </section>
  );
}
