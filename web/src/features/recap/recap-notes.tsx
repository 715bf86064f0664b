import { classes } from '@/components/classes';
import { RiskMark } from '@/components/risk-mark';
import { formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { Recap } from './use-recap';

/** Everything that was noted, in order; `openNote` is the one a source pointed to. */
export function RecapNotes({ recap, openNote }: { recap: Recap; openNote: string | null }) {
  const t = useText('recap');
  const language = useLanguage();
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-14">
        {t('notes.title')} <span className="font-normal text-text-3 nums">{recap.notes.length}</span>
      </h2>
      {recap.notes.length === 0 && <p className="text-13 text-text-2">{t('notes.none')}</p>}
      <ol className="card empty:hidden print:border-0">
        {recap.notes.map((note, index) => (
          <li
            key={note.note_id ?? index}
            id={note.note_id && `note-${note.note_id}`}
            className={classes(
              'flex gap-4 border-b border-line px-4 py-2 text-13 last:border-0 print:break-inside-avoid print:px-0',
              note.note_id === openNote && 'bg-accent-soft',
            )}
          >
            <span className="w-10 shrink-0 text-12 leading-5 text-text-3 nums">
              {formatTime(note.created_at, language)}
            </span>
            <div className="min-w-0 flex-1">
              <p className="break-words whitespace-pre-line">{note.note_text}</p>
              <p className="flex items-center gap-2 text-12 text-text-3">{note.author}</p>
            </div>
            {note.risk_level && <RiskMark risk={note.risk_level} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
