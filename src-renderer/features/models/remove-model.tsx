import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Model } from '#common/contract/models';
import { defaultSettings } from '#common/contract/settings';
import { useQueryApi, wireErrorOf } from '../../app/api';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';

/** Removing deletes a file of ours, so it is asked about, with what follows. */
export function RemoveModel({ model }: { readonly model: Model }) {
  const { t, errorText } = useTexts();
  const [asks, setAsks] = useState(false);
  const { modelId } = useSettings();
  const update = useUpdateSettings();
  const removing = useMutation(
    useQueryApi().models.remove.mutationOptions({
      onSuccess: () => {
        setAsks(false);
        // The next run must not ask for a model that is gone.
        if (model.id === modelId) update({ modelId: defaultSettings.modelId });
      },
    }),
  );
  return (
    <>
      <Button
        look="danger"
        icon={<Trash2 size={14} aria-hidden />}
        whyDisabled={model.builtIn ? t('models.builtInCannotGo') : undefined}
        onPress={() => setAsks(true)}
      >
        {t('models.remove')}
      </Button>
      <Dialog
        role="alertdialog"
        title={t('models.removeTitle', { name: model.name })}
        closeLabel={t('app.close')}
        isOpen={asks}
        onClose={() => setAsks(false)}
        actions={
          <>
            <Button onPress={() => setAsks(false)} autoFocus>
              {t('app.cancel')}
            </Button>
            <Button look="danger" onPress={() => removing.mutate({ modelId: model.id })}>
              {t('models.remove')}
            </Button>
          </>
        }
      >
        <p>{t('models.removeText', { name: model.name })}</p>
        {removing.error && <p className="mt-2 text-danger">{errorText(wireErrorOf(removing.error))}</p>}
      </Dialog>
    </>
  );
}
