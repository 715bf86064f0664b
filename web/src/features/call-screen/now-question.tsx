import { Pin, X } from 'lucide-react';
import { IconButton } from '@/components/icon-button';
import { useText } from '@/lib/texts';
import { useScreen } from './screen-context';
import { useNow } from './use-now';

/** What is being talked about, above the note field. Keeps its line when there is nothing, so nothing moves. */
export function NowQuestion() {
  const t = useText('call-screen');
  const { readOnly } = useScreen();
  const { question, putAside } = useNow();
  if (readOnly) return null;
  return (
    <div
      data-empty={question === null || undefined}
      className="flex h-9 items-center gap-2 [@media(max-height:600px)]:data-empty:hidden border-b border-line bg-surface-0 pr-1 pl-4 text-13 max-sm:pl-3"
    >
      <Pin size={14} aria-hidden className={question ? 'shrink-0 text-accent' : 'shrink-0 text-text-3'} />
      {question ? (
        <>
          <span className="shrink-0 font-strong">{t('now.title')}</span>
          <span className="min-w-0 flex-1 truncate" title={question.question_text}>
            {question.question_text}
          </span>
          <IconButton
            label={t('now.putAside')}
            icon={<X size={14} aria-hidden />}
            onPress={putAside}
            className="size-7"
          />
        </>
      ) : (
        <span className="min-w-0 truncate text-text-3">{t('now.empty')}</span>
      )}
    </div>
  );
}
