/** The two places that the keyboard goes between, found by id because a layout may draw them anywhere. */
export const NOTE_FIELD_ID = 'note-field';
export const CARD_ID = 'suggestion-card';

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

export const focusNoteField = () => focus(NOTE_FIELD_ID);
export const focusCard = () => focus(CARD_ID);
