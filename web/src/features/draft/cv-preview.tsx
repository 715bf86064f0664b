import { EyeOff, FileText, RefreshCw, Trash2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import type { Schema } from '@/lib/api';
import { withoutTitle } from '@/lib/cv-text';
import { formatSize } from '@/lib/format';
import { serverSentence } from '@/lib/server-sentences';
import { useLanguage, useText } from '@/lib/texts';

type Cv = Schema<'DraftCv'>;

interface Props {
  cv: Cv;
  accept: readonly string[];
  onReplace: (file: File) => void;
  onRemove: () => void;
}

/** What was read, section by section, with what could not be. */
export function CvPreview({ cv, accept, onReplace, onRemove }: Props) {
  const t = useText('draft');
  const language = useLanguage();
  return (
    <div className="card flex max-h-[70vh] min-h-0 flex-col max-md:max-h-[55vh]">
      <div className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <FileText size={16} aria-hidden className="shrink-0 text-text-3" />
        <div className="min-w-0 flex-1">
          <p className="truncate text-13 font-strong">{cv.file_name}</p>
          <p className="text-12 text-text-3 nums">
            {t('cv.pages', { count: cv.pages })} · {formatSize(cv.size, language)}
          </p>
        </div>
        <FileTrigger acceptedFileTypes={[...accept]} onSelect={(files) => files?.[0] && onReplace(files[0])}>
          <Button kind="quiet" icon={<RefreshCw size={14} aria-hidden />}>
            {t('cv.replace')}
          </Button>
        </FileTrigger>
        <IconButton label={t('cv.remove')} icon={<Trash2 size={14} aria-hidden />} onPress={onRemove} />
      </div>
      <Findings cv={cv} />
      <div
        className="flex min-h-0 flex-col gap-4 overflow-auto px-4 py-4"
        tabIndex={0}
        role="region"
        aria-label={t('cv.read')}
      >
        {cv.sections.map((section, index) => (
          <section key={index} className="flex flex-col gap-2">
            {section.title && <h2 className="text-12 text-text-3">{section.title}</h2>}
            {section.chunks.map((chunk, part) => (
              <p key={part} className="text-13 break-words whitespace-pre-line">
                {withoutTitle(chunk.text, section.title)}
              </p>
            ))}
          </section>
        ))}
        {cv.sections.length === 0 && <p className="text-13 text-text-2">{t('cv.nothing')}</p>}
      </div>
    </div>
  );
}

/** Reading problems and text that a reader would not see, stated without judgement. */
function Findings({ cv }: { cv: Cv }) {
  const t = useText('draft');
  const language = useLanguage();
  if (!cv.quality_note && cv.hidden.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-b border-line bg-surface-0 px-4 py-3 text-13">
      {cv.quality_note && (
        <Finding icon={<TriangleAlert size={16} aria-hidden className="text-risk-mid" />}>
          <p>{serverSentence(cv.quality_note, language)}</p>
        </Finding>
      )}
      {cv.hidden.length > 0 && (
        <Finding icon={<EyeOff size={16} aria-hidden className="text-text-3" />}>
          <p>{t('cv.hidden', { count: cv.hidden.length })}</p>
          <details className="mt-1">
            <summary className="rounded-ui text-12 text-accent">{t('cv.showHidden')}</summary>
            <ul className="mt-1 flex flex-col gap-1">
              {cv.hidden.map((hidden, index) => (
                <li key={index} className="text-12 break-words text-text-2">
                  <q>{hidden.text}</q>{' '}
                  <span className="text-text-3">{t('cv.page', { page: hidden.page })}</span>
                </li>
              ))}
            </ul>
          </details>
        </Finding>
      )}
    </div>
  );
}

function Finding({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
