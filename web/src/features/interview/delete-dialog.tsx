import { ConfirmDialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { useText } from '@/lib/texts';
import type { InterviewRow } from './interview-rows';
import { useDeleteRow } from './use-interviews';

/** Asks before a draft or an interview is gone for good. */
export default function DeleteDialog({ row, onClose }: { row: InterviewRow; onClose: () => void }) {
  const t = useText('interview');
  const remove = useDeleteRow();
  const kind = row.state === 'draft' ? 'draft' : 'interview';
  return (
    <ConfirmDialog
      title={t(`delete.${kind}Title`, { name: row.candidate || t('unnamed') })}
      action={t('delete.confirm')}
      isOpen
      isPending={remove.isPending}
      onConfirm={() => remove.mutate(row, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t(`delete.${kind}Text`)}
      {remove.error && <ErrorState error={remove.error} className="mt-4" />}
    </ConfirmDialog>
  );
}
