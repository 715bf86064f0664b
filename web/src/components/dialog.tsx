import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '@/lib/texts';
import { Button } from './button';
import { classes } from './classes';
import { IconButton } from './icon-button';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  /** Must be answered: no closing by Escape or a click outside. */
  isRequired?: boolean;
  size?: 'small' | 'large';
}

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  isRequired = false,
  size = 'small',
}: DialogProps) {
  const t = useText('common');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isRequired}
      isKeyboardDismissDisabled={isRequired}
      className="enter fixed inset-0 z-20 flex items-start justify-center overflow-auto bg-[rgb(18_17_16/0.45)] p-4 pt-[12vh]"
    >
      <Modal className={classes('overlay enter w-full', size === 'small' ? 'max-w-110' : 'max-w-190')}>
        <AriaDialog className="flex flex-col">
          <div className="flex items-center justify-between gap-4 px-5 pt-4">
            <Heading slot="title" className="text-16">
              {title}
            </Heading>
            {!isRequired && (
              <IconButton label={t('close')} icon={<X size={16} />} onPress={onClose} className="-mr-2" />
            )}
          </div>
          <div className="px-5 pt-2 pb-5 text-text-2">{children}</div>
          {actions && (
            // Always in sight, also where the screen is lower than the dialog.
            <div className="sticky -bottom-4 flex flex-wrap justify-end gap-2 rounded-b-ui border-t border-line bg-surface-1 px-5 py-3 max-sm:px-3">
              {actions}
            </div>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  children: ReactNode;
  action: string;
  isOpen: boolean;
  isPending?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  children,
  action,
  isOpen,
  isPending,
  onConfirm,
  onClose,
}: ConfirmProps) {
  const t = useText('common');
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onPress={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" onPress={onConfirm} isPending={isPending}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
