import { useCallback, useMemo, useState } from 'react';
import { useLive } from '@/lib/use-live';
import { useOutbox } from '@/lib/use-outbox';
import { createStage } from './call-host';
import { NoteDraft } from './note-draft';
import type { LeftTab, Place, Screen } from './screen-context';
import type { Session } from './session-queries';
import { useKeptDraft } from './use-kept-draft';
import { useSuggestionCard } from './use-suggestion-card';

/** Everything the panels share, made once for the page. */
export function useScreenState(session: Session): Screen {
  const sessionId = session.session_id;
  const readOnly = session.status === 'completed';
  const live = useLive(sessionId);
  const outbox = useOutbox(sessionId, live.state);
  const [draft] = useState(() => new NoteDraft());
  useKeptDraft(sessionId, draft);
  const [stage] = useState(createStage);
  const card = useSuggestionCard({ sessionId, draft, readOnly });
  const [cardIsCalled, callCard] = useState(false);
  const [asidedAsking, putAsideAsking] = useState<string | null>(null);
  const pointer = usePointer();
  const [originalIsOpen, openOriginal] = useState(false);

  return {
    session,
    sessionId,
    readOnly,
    live,
    outbox,
    draft,
    stage,
    card,
    cardIsCalled,
    callCard,
    asidedAsking,
    putAsideAsking,
    ...pointer,
    originalIsOpen,
    openOriginal,
  };
}

/** What is being pointed at, and the tab that shows it. */
function usePointer() {
  const [leftTab, showTab] = useState<LeftTab>('cv');
  const [place, setPlace] = useState<Place | null>(null);
  const show = useCallback((next: Place) => {
    setPlace({ ...next });
    showTab(next.kind === 'chunk' ? 'cv' : 'notes');
  }, []);
  return useMemo(() => ({ leftTab, showTab, place, show }), [leftTab, place, show]);
}
