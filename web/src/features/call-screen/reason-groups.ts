/** The reasons of a note's verdict, by what they speak for. */
import type { Note } from './note-items';

export type Reason = Note['reasons'][number];

export interface ReasonGroups {
  /** Words that speak for the risk it has: for any, where it is not low. */
  forRisk: Reason[];
  /** Words that speak the other way. */
  againstRisk: Reason[];
  /** Each signal of the note with its words. */
  signals: { signal: Note['note_signals'][number]; words: Reason[] }[];
  /** What the wording of the whole note speaks for, where the server has a model for that. */
  wording: 'moreRisk' | 'lessRisk' | null;
  /** What disagrees with the CV or an earlier note, with the passage. */
  contradictions: Reason[];
}

const LEVELS = ['LOW', 'MEDIUM', 'HIGH'];

/** Its text is a label of the model, over the whole note: neither to be quoted nor to be marked. */
const isAboutWording = (reason: Reason) => reason.kind === 'classifier';

export function groupReasons(note: Note): ReasonGroups {
  const words = note.reasons.filter((reason) => !reason.source && !isAboutWording(reason));
  const isLow = note.risk_level === 'LOW';
  const ofLevels = words.filter((reason) => LEVELS.includes(reason.toward));
  const toward = (what: string) => words.filter((reason) => reason.toward === what);
  const wording = note.reasons.find(isAboutWording);
  return {
    forRisk: ofLevels.filter((reason) => (reason.toward === 'LOW') === isLow),
    againstRisk: ofLevels.filter((reason) => (reason.toward === 'LOW') !== isLow),
    signals: note.note_signals.map((signal) => ({ signal, words: toward(signal) })),
    wording: wording ? (wording.toward === 'LOW' ? 'lessRisk' : 'moreRisk') : null,
    contradictions: note.reasons.filter((reason) => reason.source),
  };
}

/** The reasons that stand at a place of the note. */
export const markedReasons = (note: Note) => note.reasons.filter((reason) => !isAboutWording(reason));

export function quoteWords(reasons: readonly Reason[]): string {
  return reasons.map((reason) => `“${reason.text}”`).join(', ');
}
