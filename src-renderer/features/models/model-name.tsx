import { useMutation } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { Model } from '#common/contract/models';
import { useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { TextField } from '../../ui/text-field';

/** The name of a model, edited in its place. */
export function ModelName({ model }: { readonly model: Model }) {
  const { t, errorText } = useTexts();
  const [draft, setDraft] = useState<string | null>(null);
  const renaming = useMutation(useQueryApi().models.rename.mutationOptions({ onSuccess: () => setDraft(null) }));
  const save = () => {
    const name = draft?.trim() ?? '';
    if (name === '' || name === model.name) setDraft(null);
    else renaming.mutate({ modelId: model.id, name });
  };
  if (draft === null) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <h2 className="truncate text-base font-semibold">{model.name}</h2>
        <IconButton size="small" label={t('models.rename')} onPress={() => setDraft(model.name)}>
          <Pencil size={13} />
        </IconButton>
      </div>
    );
  }
  return (
    <div className="flex items-start gap-1.5">
      <TextField
        label={t('models.name')}
        isLabelHidden
        value={draft}
        onChange={(next) => setDraft(next.slice(0, 120))}
        onSubmit={save}
        onEscape={() => setDraft(null)}
        hasFocusAtStart
        error={renaming.error ? errorText(wireErrorOf(renaming.error)) : undefined}
        className="w-64"
      />
      <Button look="primary" onPress={save}>
        {t('models.save')}
      </Button>
      <Button onPress={() => setDraft(null)}>{t('app.cancel')}</Button>
    </div>
  );
}
