/** The reasons of a note's verdict, by what they speak for. */
import type { Note } from './note-items';

export type Reason = Note['reasons'][number];

export interface ReasonGroups {
  /** Words that led to the risk it has. */
  forRisk: Reason[];
  /** Each signal of the note with its words. */
  signals: { signal: Note['note_signals'][number]; words: Reason[] }[];
  /** What disagrees with the CV or an earlier note, with the passage. */
  contradictions: Reason[];
}

export function groupReasons(note: Note): ReasonGroups {
  const words = note.reasons.filter((reason) => !reason.source);
  const toward = (what: string) => words.filter((reason) => reason.toward === what);
  return {
    forRisk: toward(note.risk_level),
    signals: note.note_signals.map((signal) => ({ signal, words: toward(signal) })),
    contradictions: note.reasons.filter((reason) => reason.source),
  };
}

export function quoteWords(reasons: readonly Reason[]): string {
  return reasons.map((reason) => `“${reason.text}”`).join(', ');
}
