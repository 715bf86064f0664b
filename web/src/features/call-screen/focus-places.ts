/** The places that the keyboard goes between, found by id because a layout may draw them anywhere. */
export const NOTE_FIELD_ID = 'note-field';
export const CARD_ID = 'suggestion-card';
export const REQUIREMENTS_ID = 'requirements';

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

export const focusNoteField = () => focus(NOTE_FIELD_ID);
export const focusCard = () => focus(CARD_ID);

const requirementRows = () =>
  [...document.querySelectorAll<HTMLElement>(`#${REQUIREMENTS_ID} [data-requirement]`)].filter((row) =>
    row.checkVisibility(),
  );

export const focusRequirements = () => requirementRows()[0]?.focus();

/** From the focused row, or from within its detail, to the next or the one before. */
export function moveAmongRequirements(by: 1 | -1): void {
  const rows = requirementRows();
  const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
  rows[at + by]?.focus();
}
