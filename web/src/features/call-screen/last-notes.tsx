import { Clock } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { RiskMark } from '@/components/risk-mark';
import { formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { NoteItem } from './note-items';
import { useScreen } from './screen-context';
import { useNoteItems } from './use-note-items';

const SHOWN = 2;

/** The last two notes, the newest first. Two lines are kept for them, so that the field above never moves. */
export function LastNotes() {
  const t = useText('call-screen');
  const { readOnly } = useScreen();
  const { items } = useNoteItems();
  const last = items?.slice(-SHOWN).toReversed() ?? [];
  return (
    <ul aria-label={t('notes.last')} className="flex h-18 shrink-0 flex-col px-2 pb-2">
      {last.map((item) => (
        <LastNote key={item.key} item={item} />
      ))}
      {items?.length === 0 && (
        <li className="px-2 text-13 text-text-3">{t(readOnly ? 'notes.noneTaken' : 'notes.emptyLine')}</li>
      )}
    </ul>
  );
}

function LastNote({ item }: { item: NoteItem }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const { show } = useScreen();
  return (
    <li className="h-8">
      <Button
        onPress={() => show({ kind: 'note', id: item.key })}
        className="flex h-8 w-full items-center gap-2 rounded-ui px-2 text-left text-13 data-hovered:bg-surface-2"
      >
        <span className="shrink-0 text-12 text-text-3 nums">{formatTime(item.time, language)}</span>
        <span className="min-w-0 flex-1 truncate">{item.text}</span>
        {item.note ? (
          <RiskMark risk={item.note.risk_level} />
        ) : (
          <span className="inline-flex shrink-0 items-center gap-1 text-12 text-text-3">
            <Clock size={12} aria-hidden />
            {item.unsent?.refused == null ? t('notes.waiting') : t('notes.refused')}
          </span>
        )}
      </Button>
    </li>
  );
}
