import { Briefcase, FileText, MessageSquareQuote, Quote } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useText } from '@/lib/texts';

/** Where a machine-made sentence comes from. */
interface Source {
  type: 'chunk' | 'note' | 'job' | 'question';
  id: string;
  text: string;
}

const ICON: Record<Source['type'], ReactNode> = {
  chunk: <FileText size={14} aria-hidden />,
  note: <Quote size={14} aria-hidden />,
  job: <Briefcase size={14} aria-hidden />,
  question: <MessageSquareQuote size={14} aria-hidden />,
};

interface Props {
  sources: readonly Source[];
  madeBy: 'local' | 'llm';
  /** Opens the place itself, where the screen can show it. */
  onOpen?: (source: Source) => void;
  /** Which sources can be opened in place; all of them when absent. */
  canOpen?: (source: Source) => boolean;
}

/** A small mark after a machine-made sentence; it opens the evidence behind it. */
export function SourceMark({ sources, madeBy, onOpen, canOpen }: Props) {
  const t = useText('common');
  return (
    <DialogTrigger>
      <Button
        aria-label={t('sources.open', { count: sources.length })}
        className="-my-1 ml-1 inline-flex h-6 min-w-6 items-center justify-center gap-0.5 rounded-ui px-1 align-middle text-12 text-text-3 nums data-hovered:bg-accent-soft data-hovered:text-accent data-pressed:bg-accent-soft print:hidden"
      >
        <Quote size={12} aria-hidden />
        {sources.length > 0 && sources.length}
      </Button>
      <Popover offset={4} className="enter overlay w-100 max-w-[calc(100vw-24px)]">
        <Dialog aria-label={t('sources.title')} className="flex max-h-100 flex-col overflow-auto">
          <p className="border-b border-line px-3 py-2 text-12 text-text-3">{t(`madeBy.${madeBy}`)}</p>
          {sources.length === 0 && <p className="p-3 text-13 text-text-2">{t('sources.none')}</p>}
          <ul className="flex flex-col">
            {sources.map((source) => (
              <li key={`${source.type}-${source.id}`} className="border-b border-line p-3 last:border-0">
                <p className="flex items-center gap-1.5 text-12 text-text-3">
                  {ICON[source.type]} {t(`sources.${source.type}`)}
                </p>
                <p className="mt-1 line-clamp-6 text-13 break-words whitespace-pre-line">{source.text}</p>
                {onOpen && (canOpen?.(source) ?? true) && (
                  <Button
                    onPress={() => onOpen(source)}
                    className="mt-1 rounded-ui text-13 font-strong text-accent"
                  >
                    {t('sources.show')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
