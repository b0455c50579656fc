import { useState } from 'react';
import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/text-field';
import { useIntake } from './intake';

/** Opens files or folders of the machine that Reticle runs on, by path: for machines without a screen. */
export function OpenPathDialog() {
  const { t } = useTexts();
  const store = useViewStore();
  const isOpen = useView((view) => view.dialog === 'open-path');
  const { addPaths } = useIntake();
  const [path, setPath] = useState('');

  const close = () => {
    store.setState({ dialog: null });
    setPath('');
  };
  const open = () => {
    if (path.trim() === '') return;
    void addPaths([path.trim()], 'as-set');
    close();
  };
  return (
    <Dialog
      title={t('intake.openPath')}
      closeLabel={t('app.close')}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{t('app.cancel')}</Button>
          <Button look="primary" onPress={open} whyDisabled={path.trim() === '' ? t('intake.pathMissing') : undefined}>
            {t('intake.open')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('intake.path')}
        value={path}
        onChange={setPath}
        onSubmit={open}
        hasFocusAtStart
        placeholder="/data/pictures"
      />
      <p className="mt-2 text-xs text-muted">{t('intake.openPathNote')}</p>
    </Dialog>
  );
}
