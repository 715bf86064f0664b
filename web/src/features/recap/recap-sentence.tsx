import { Pencil } from 'lucide-react';
import { useState } from 'react';
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

/** One sentence with its sources; a person may put it differently. */
export function RecapSentence({ sessionId, sentence, isEditable, onOpenNote }: Props) {
  const t = useText('recap');
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <li className="list-none">
        <SentenceEditor sessionId={sessionId} sentence={sentence} onDone={() => setEditing(false)} />
      </li>
    );
  }
  return (
    <li className="group relative py-1 text-14 leading-6 break-words">
      {sentence.text}
      <SourceMark
        sources={sentence.sources}
        madeBy={sentence.made_by}
        canOpen={(source) => source.type === 'note'}
        onOpen={(source) => onOpenNote(source.id)}
      />
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
          className="-my-1 size-6 align-middle opacity-0 max-sm:size-6 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 print:hidden"
        />
      )}
    </li>
  );
}
