import { ChevronDown, Clock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { classes } from '@/components/classes';
import { RiskMark } from '@/components/risk-mark';
import { formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import { MarkedText } from './marked-text';
import { NoteActions } from './note-actions';
import { NoteEditor } from './note-editor';
import { NoteHistory } from './note-history';
import type { Note, NoteItem } from './note-items';
import { NoteReasons } from './note-reasons';
import { markedReasons } from './reason-groups';
import { useScreen } from './screen-context';
import { fromCodePoints } from './text-marks';
import { UnsentActions } from './unsent-actions';

/** One note. Its first line has the same height before and after the analysis, so nothing moves when it comes. */
export function NoteRow({ item }: { item: NoteItem }) {
  const { place } = useScreen();
  const row = useRef<HTMLLIElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [mode, setMode] = useState<'read' | 'edit' | 'history'>('read');
  const { note } = item;
  const isShown = place?.kind === 'note' && [item.key, note?.note_id].includes(place.id);

  useEffect(() => {
    if (!isShown) return;
    row.current?.scrollIntoView({ block: 'center' });
    setOpen(true);
  }, [isShown, place]);

  return (
    <li
      ref={row}
      data-shown={isShown || undefined}
      className="group border-b border-line py-2 pr-2 pl-4 data-shown:bg-accent-soft"
    >
      <NoteHead item={item} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} onMode={setMode} />
      {mode === 'edit' && note ? (
        <NoteEditor note={note} onDone={() => setMode('read')} />
      ) : (
        <p className="pr-2 text-14 break-words whitespace-pre-line">
          <MarkedText text={item.text} marks={isOpen && note ? marksOf(note) : []} />
        </p>
      )}
      {item.unsent?.refused != null && <UnsentActions note={item.unsent} />}
      {isOpen && note && <NoteReasons note={note} />}
      {mode === 'history' && note && <NoteHistory note={note} onClose={() => setMode('read')} />}
    </li>
  );
}

function marksOf(note: Note) {
  return markedReasons(note)
    .filter((reason) => reason.start !== undefined && reason.end !== undefined)
    .map((reason) => fromCodePoints(note.text, reason.start ?? 0, reason.end ?? 0));
}

interface HeadProps {
  item: NoteItem;
  isOpen: boolean;
  onToggle: () => void;
  onMode: (mode: 'edit' | 'history') => void;
}

function NoteHead({ item, isOpen, onToggle, onMode }: HeadProps) {
  const t = useText('call-screen');
  const language = useLanguage();
  const { note } = item;
  const remarks = note
    ? [
        note.late && t('notes.late'),
        note.afterthought && t('notes.afterthought'),
        note.edited && t('notes.edited'),
      ].filter(Boolean)
    : [];
  return (
    <div className="flex h-6 items-center gap-2 text-12 text-text-3">
      <span className="nums">{formatTime(item.time, language)}</span>
      <span className="min-w-0 truncate">{[item.author, ...remarks].filter(Boolean).join(' · ')}</span>
      <span className="ml-auto flex shrink-0 items-center">
        {note ? (
          <Button
            onPress={onToggle}
            aria-expanded={isOpen}
            className="inline-flex h-6 items-center gap-0.5 rounded-ui px-1 data-hovered:bg-surface-2"
          >
            <RiskMark risk={note.risk_level} />
            <span className="sr-only">{t('notes.why')}</span>
            <ChevronDown size={12} aria-hidden className={classes(isOpen && 'rotate-180')} />
          </Button>
        ) : (
          <span className="inline-flex items-center gap-1 px-1">
            <Clock size={12} aria-hidden />
            {item.unsent?.refused == null ? t('notes.waiting') : t('notes.refused')}
          </span>
        )}
        {note?.mine ? <NoteActions note={note} onMode={onMode} /> : <span className="w-6" />}
      </span>
    </div>
  );
}
