import { CvBox } from './cv-box';
import { CandidateForm } from './candidate-form';
import type { DraftEditor } from './use-draft';

/** The CV first; who it is follows from it. */
export function CandidateStep({ editor }: { editor: DraftEditor }) {
  return (
    <div className="grid grid-cols-[minmax(0,7fr)_minmax(0,5fr)] items-start gap-6 max-md:grid-cols-1">
      <CvBox editor={editor} />
      <CandidateForm editor={editor} />
    </div>
  );
}
