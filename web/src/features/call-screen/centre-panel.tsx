import { LastNotes } from './last-notes';
import { NoteEntry } from './note-entry';
import { NowQuestion } from './now-question';
import { OriginalSlot } from './original-slot';
import { StageSlot } from './stage-slot';

/** The call, and under it what is being talked about and the note in progress. */
export function CentrePanel() {
  return (
    <div className="flex h-full min-w-0 flex-col">
      <div className="relative flex min-h-0 flex-1 flex-col">
        <StageSlot />
        <OriginalSlot />
      </div>
      <div className="shrink-0 border-t border-line bg-surface-1">
        <NowQuestion />
        <NoteEntry />
        <LastNotes />
      </div>
    </div>
  );
}
