/** The notes as the screen lists them: those of the server, then those still on their way. */
import type { Schema } from '@/lib/api';
import { notesAbout, type Requirement } from '@/lib/requirements';
import type { StoredNote } from '@/lib/outbox-store';

export type Note = Schema<'Note'>;

export interface NoteItem {
  /** The same before and after the server has the note, so that its line stays where it is. */
  key: string;
  text: string;
  /** When it was typed, where that is known; else when the server got it. */
  time: string;
  author: string | null;
  mine: boolean;
  questionId: string | null;
  /** Null until the server has it. */
  note: Note | null;
  /** Null once the server has it. */
  unsent: StoredNote | null;
}

const keyOfTime = (time: string) => `written-${Date.parse(time)}`;

function fromServer(note: Note): NoteItem {
  return {
    key: note.mine && note.written_at ? keyOfTime(note.written_at) : note.note_id,
    text: note.text,
    time: note.written_at ?? note.created_at,
    author: note.author,
    mine: note.mine,
    questionId: note.question_id,
    note,
    unsent: null,
  };
}

function fromOutbox(note: StoredNote): NoteItem {
  return {
    key: keyOfTime(note.writtenAt),
    text: note.text,
    time: note.writtenAt,
    author: null,
    mine: true,
    questionId: note.questionId,
    note: null,
    unsent: note,
  };
}

const isStored = (unsent: StoredNote, notes: readonly Note[]) =>
  notes.some(
    (note) => note.mine && note.written_at && keyOfTime(note.written_at) === keyOfTime(unsent.writtenAt),
  );

/**
 * A note leaves the outbox a moment before the list with it arrives: until then it is kept, so that it never
 * blinks. A refused note that left was discarded by its author.
 */
export function keepDeparted(
  shown: readonly StoredNote[],
  waiting: readonly StoredNote[],
  notes: readonly Note[],
): StoredNote[] {
  const departed = shown.filter(
    (note) =>
      note.refused === null &&
      !waiting.some((each) => each.id === note.id || each.writtenAt === note.writtenAt) &&
      !isStored(note, notes),
  );
  return [...departed, ...waiting];
}

export function toItems(notes: readonly Note[], unsent: readonly StoredNote[]): NoteItem[] {
  const waiting = unsent.filter((note) => !isStored(note, notes));
  return [...notes.map(fromServer), ...waiting.map(fromOutbox)];
}

export type NoteFilter = 'all' | 'mine' | 'risk' | `about ${string}`;

/** What a filter is called that leaves the notes about one requirement. */
export const aboutRequirement = (id: string): NoteFilter => `about ${id}`;

export function filterItems(
  items: readonly NoteItem[],
  filter: NoteFilter,
  requirements: readonly Requirement[],
): NoteItem[] {
  if (filter === 'all') return [...items];
  if (filter === 'mine') return items.filter((item) => item.mine);
  if (filter === 'risk') return items.filter((item) => item.note && item.note.risk_level !== 'LOW');
  const wanted = requirements.filter((requirement) => aboutRequirement(requirement.id) === filter);
  const ids = wanted.flatMap(notesAbout);
  return items.filter((item) => item.note && ids.includes(item.note.note_id));
}
