import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './class-names';
import { IconButton } from './icon-button';

type DialogProps = {
  readonly title: string;
  readonly closeLabel: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot, the primary one last. */
  readonly actions?: ReactNode;
  readonly role?: 'dialog' | 'alertdialog';
  readonly width?: 'narrow' | 'wide';
};

/** A dialog in the middle of the window; Escape and a press outside close it, an alert only by its buttons or Escape. */
export function Dialog({
  title,
  closeLabel,
  isOpen,
  onClose,
  children,
  actions,
  role = 'dialog',
  width = 'narrow',
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      data-keys="own"
      className="fixed inset-0 z-40 flex items-center justify-center bg-black/45 p-6"
    >
      <Modal
        className={classNames(
          'flex max-h-full w-full flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-2xl',
          width === 'narrow' ? 'max-w-md' : 'max-w-2xl',
        )}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center justify-between gap-4 py-2.5 pr-2.5 pl-4">
            <Heading slot="title" className="text-sm font-semibold">
              {title}
            </Heading>
            <IconButton label={closeLabel} onPress={onClose}>
              <X size={16} />
            </IconButton>
          </header>
          <div className="min-h-0 overflow-y-auto px-4 pb-4">{children}</div>
          {actions && <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
