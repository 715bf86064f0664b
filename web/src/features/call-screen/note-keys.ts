/** What a key does in the note field. */
export type NoteKeyAction = 'save' | 'leave' | null;

interface KeyPress {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Some browsers end a composition before they report its last key, which then carries this code. */
const COMPOSING_KEY_CODE = 229;

export function noteKeyAction(press: KeyPress): NoteKeyAction {
  if (press.isComposing || press.keyCode === COMPOSING_KEY_CODE) return null;
  if (press.key === 'Enter' && !press.shiftKey && !press.altKey) return 'save';
  return press.key === 'Escape' ? 'leave' : null;
}
