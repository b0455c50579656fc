import { Button } from './button';
import { Dialog } from './dialog';

type ConfirmDialogProps = {
  readonly title: string;
  readonly text: string;
  /** What the button does that cannot be undone. */
  readonly action: string;
  readonly cancel: string;
  readonly closeLabel: string;
  readonly whyDisabled?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Asks before what costs money or cannot be undone; it closes with either answer. */
export function ConfirmDialog({
  title,
  text,
  action,
  cancel,
  closeLabel,
  whyDisabled,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog
      title={title}
      closeLabel={closeLabel}
      role="alertdialog"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button look="danger" whyDisabled={whyDisabled} onPress={confirm}>
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
