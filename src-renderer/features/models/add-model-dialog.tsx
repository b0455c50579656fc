import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/text-field';

type AddModelDialogProps = { readonly isOpen: boolean; readonly onClose: () => void };

/** Adds a model by its path; a refusal stands below the path. */
export function AddModelDialog({ isOpen, onClose }: AddModelDialogProps) {
  const { t, errorText } = useTexts();
  const store = useViewStore();
  const [path, setPath] = useState('');
  const adding = useMutation(
    useQueryApi().models.add.mutationOptions({
      onSuccess: (model) => {
        store.setState({ shownModelId: model.id });
        setPath('');
        onClose();
      },
    }),
  );
  const add = () => {
    if (path.trim() !== '' && !adding.isPending) adding.mutate({ path: path.trim() });
  };
  return (
    <Dialog
      title={t('models.add')}
      closeLabel={t('app.close')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="primary" onPress={add} whyDisabled={path.trim() === '' ? t('models.pathMissing') : undefined}>
            {t('models.add')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('models.path')}
        value={path}
        onChange={(next) => {
          setPath(next);
          adding.reset();
        }}
        onSubmit={add}
        hasFocusAtStart
        placeholder="/models/detector.onnx"
        error={adding.error ? errorText(wireErrorOf(adding.error)) : undefined}
      />
      <p className="mt-2 text-xs text-muted">{t('models.addPathNote')}</p>
    </Dialog>
  );
}
