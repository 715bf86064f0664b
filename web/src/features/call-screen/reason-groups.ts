/** The reasons of a note's verdict, by what they speak for. */
import type { Language } from '@/lib/preferences';
import type { Note } from './note-items';

export type Reason = Note['reasons'][number];

export interface ReasonGroups {
  /** Words that speak for the risk it has: for any, where it is not low. */
  forRisk: Reason[];
  /** Words that speak the other way. */
  againstRisk: Reason[];
  /** Each signal of the note with its words, but for those that a contradiction quotes already. */
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
  const contradictions = note.reasons.filter((reason) => reason.source);
  const isTold = (reason: Reason) =>
    contradictions.some((each) => each.toward === reason.toward && overlap(each, reason));
  return {
    forRisk: ofLevels.filter((reason) => (reason.toward === 'LOW') === isLow),
    againstRisk: ofLevels.filter((reason) => (reason.toward === 'LOW') !== isLow),
    signals: note.note_signals.map((signal) => ({
      signal,
      words: toward(signal).filter((reason) => !isTold(reason)),
    })),
    wording: wording ? (wording.toward === 'LOW' ? 'lessRisk' : 'moreRisk') : null,
    contradictions,
  };
}

const overlap = ({ start = 0, end = 0 }: Reason, other: Reason) =>
  start < (other.end ?? 0) && (other.start ?? 0) < end;

/** The reasons that stand at a place of the note. */
export const markedReasons = (note: Note) => note.reasons.filter((reason) => !isAboutWording(reason));

const QUOTES = { en: ['“', '”'], it: ['«', '»'] } as const;

export function quoteWords(reasons: readonly Reason[], language: Language): string {
  const [open, close] = QUOTES[language];
  return reasons.map((reason) => `${open}${reason.text}${close}`).join(', ');
}
