import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { classes } from '@/components/classes';
import { IconButton } from '@/components/icon-button';
import { SourceMark } from '@/components/source-mark';
import { useText } from '@/lib/texts';
import { SentenceEditor } from './sentence-editor';
import type { Sentence } from './use-recap';

interface Props {
  sessionId: string;
  sentence: Sentence;
  isEditable: boolean;
  onOpenNote: (id: string) => void;
}

/** A longer word may be broken, so nothing is tied to it. */
const TIED_WORD = 30;

/** One sentence with its sources; a person may put it differently. */
export function RecapSentence({ sessionId, sentence, isEditable, onOpenNote }: Props) {
  const t = useText('recap');
  const [editing, setEditing] = useState(false);
  const { text } = sentence;
  const last = text.lastIndexOf(' ') + 1;
  if (editing) {
    return (
      <li className="list-none">
        <SentenceEditor sessionId={sessionId} sentence={sentence} onDone={() => setEditing(false)} />
      </li>
    );
  }
  return (
    <li className={classes('group relative py-1 text-14 leading-6 break-words', isEditable && 'pr-8')}>
      {text.slice(0, last)}
      {/* So that the mark never stands alone on a line. */}
      <span className={text.length - last <= TIED_WORD ? 'whitespace-nowrap' : undefined}>
        {text.slice(last)}
        <SourceMark
          sources={sentence.sources}
          madeBy={sentence.made_by}
          canOpen={(source) => source.type === 'note'}
          onOpen={(source) => onOpenNote(source.id)}
        />
      </span>
      {sentence.edited && (
        <span className="ml-1 text-12 text-text-3">
          {sentence.edited_by ? t('editedBy', { name: sentence.edited_by }) : t('edited')}
        </span>
      )}
      {isEditable && (
        <IconButton
          label={t('edit')}
          icon={<Pencil size={12} aria-hidden />}
          onPress={() => setEditing(true)}
          className="absolute top-1 right-0 size-6 opacity-0 max-sm:size-6 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 print:hidden"
        />
      )}
    </li>
  );
}
