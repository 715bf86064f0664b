/**
 * What the panels of the call screen share: the interview, what is being pointed at, and the note in progress.
 * Data of the server is not here but in the query cache; see session-queries.ts.
 */
import { createContext, useContext } from 'react';
import type { SessionOutbox } from '@/lib/use-outbox';
import type { Live } from '@/lib/use-live';
import type { NoteDraft } from './note-draft';
import type { Session } from './session-queries';
import type { SuggestionCardState } from './use-suggestion-card';

/**
 * Something that one panel asks another to show. A new object each time, so that asking twice works. A note is
 * named by its id or by its item's key, which it has before the server knows it.
 */
export type Place = { kind: 'chunk'; id: string; quote: string } | { kind: 'note'; id: string };

export type LeftTab = 'cv' | 'notes';

export interface Screen {
  session: Session;
  sessionId: string;
  /** After the end nothing changes any more. */
  readOnly: boolean;
  live: Live;
  outbox: SessionOutbox;
  draft: NoteDraft;
  /** The element in which the call is drawn; a layout takes it in. */
  stage: HTMLElement;
  card: SuggestionCardState;
  /** The card is to come up and take the keyboard; it says itself when it has. */
  cardIsCalled: boolean;
  callCard: (isCalled: boolean) => void;
  /** The asking that its recruiter no longer talks about; see askedKey. */
  asidedAsking: string | null;
  putAsideAsking: (asking: string) => void;
  leftTab: LeftTab;
  showTab: (tab: LeftTab) => void;
  place: Place | null;
  show: (place: Place) => void;
  /** The original CV lies over the centre. */
  originalIsOpen: boolean;
  openOriginal: (open: boolean) => void;
}

export const ScreenContext = createContext<Screen | null>(null);

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error('useScreen outside of the call screen');
  return screen;
}
