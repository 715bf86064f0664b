import { EllipsisVertical, History, Pencil, Trash2 } from 'lucide-react';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuItem } from '@/components/menu';
import { useText } from '@/lib/texts';
import type { Note } from './note-items';
import { useDeleteNote } from './note-mutations';
import { useScreen } from './screen-context';

/** What one may do with one's own note. */
export function NoteActions({ note, onMode }: { note: Note; onMode: (mode: 'edit' | 'history') => void }) {
  const t = useText('call-screen');
  const { readOnly, sessionId } = useScreen();
  const remove = useDeleteNote(sessionId);
  if (readOnly && !note.edited) return <span className="w-6" />;
  return (
    <Menu
      label={t('notes.actions')}
      trigger={
        <IconButton
          label={t('notes.actions')}
          icon={<EllipsisVertical size={14} aria-hidden />}
          className="size-6 max-sm:size-8"
        />
      }
    >
      {!readOnly && (
        <MenuItem icon={<Pencil size={14} aria-hidden />} onAction={() => onMode('edit')}>
          {t('notes.edit')}
        </MenuItem>
      )}
      {note.edited && (
        <MenuItem icon={<History size={14} aria-hidden />} onAction={() => onMode('history')}>
          {t('notes.history')}
        </MenuItem>
      )}
      {!readOnly && (
        <MenuItem icon={<Trash2 size={14} aria-hidden />} isDanger onAction={() => remove(note.note_id)}>
          {t('notes.delete')}
        </MenuItem>
      )}
    </Menu>
  );
}
