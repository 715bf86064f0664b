import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '@/components/error-state';
import { FileDrop } from '@/components/file-drop';
import { Progress } from '@/components/progress';
import { api, bodyOf } from '@/lib/api';
import { uploadFile } from '@/lib/upload';
import { useText } from '@/lib/texts';
import { CvPreview } from './cv-preview';
import type { Draft } from './draft-saver';
import type { DraftEditor } from './use-draft';

const ACCEPT = ['.pdf', '.docx'] as const;

/** Takes a CV and shows what was read from it. */
export function CvBox({ editor: { draft, saver } }: { editor: DraftEditor }) {
  const t = useText('draft');
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) =>
      saver.exchange(() =>
        uploadFile<Draft>(`/api/drafts/${draft.draft_id}/cv/`, file, { onProgress: setSent }),
      ),
    onMutate: () => setSent(0),
  });
  const remove = useMutation({
    mutationFn: () =>
      saver.exchange(() =>
        bodyOf(api.DELETE('/api/drafts/{draft_id}/cv/', { params: { path: { draft_id: draft.draft_id } } })),
      ),
  });
  const error = upload.error ?? remove.error;

  return (
    <section className="flex min-w-0 flex-col gap-3">
      {error && <ErrorState error={error} kept={draft.cv ? t('cv.keptOld') : t('cv.keptDraft')} />}
      {upload.isPending ? (
        <div className="card flex min-h-52 flex-col justify-center p-8">
          <Progress
            label={t(sent < 1 ? 'cv.sending' : 'cv.reading', { name: upload.variables.name })}
            value={sent < 1 ? sent : undefined}
          />
        </div>
      ) : draft.cv ? (
        <CvPreview cv={draft.cv} accept={ACCEPT} onReplace={upload.mutate} onRemove={() => remove.mutate()} />
      ) : (
        <FileDrop
          label={t('cv.drop')}
          hint={t('cv.hint')}
          button={t('cv.choose')}
          accept={ACCEPT}
          onFile={upload.mutate}
          className="min-h-52"
        />
      )}
    </section>
  );
}
