import { useMutation, useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import type { ListedBinding } from '#common/contract/pops';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';

const automatic = '';

/** Which model of this computer stands for which ability. */
export function BindingsTable() {
  const { t } = useTexts();
  const bindings = useQuery(useQueryApi().pops.bindings.queryOptions()).data ?? [];
  return (
    <section
      className="mx-auto flex min-h-0 w-full max-w-3xl flex-col gap-3 overflow-y-auto p-6"
      aria-label={t('pops.bindings')}
    >
      <div>
        <h2 className="text-base font-semibold">{t('pops.bindings')}</h2>
        <p className="text-muted">{t('pops.bindingsText')}</p>
      </div>
      <table className="w-full border-separate border-spacing-y-1">
        <thead>
          <tr className="text-left text-xs text-muted">
            <th className="font-medium">{t('pops.ability')}</th>
            <th className="font-medium">{t('pops.model')}</th>
            <th className="font-medium">{t('pops.labels')}</th>
            <th aria-label={t('pops.reset')} />
          </tr>
        </thead>
        <tbody>
          {bindings.map((binding) => (
            <BindingRow key={binding.alias} binding={binding} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BindingRow({ binding }: { readonly binding: ListedBinding }) {
  const { t, errorText } = useTexts();
  const api = useApi();
  const notify = useNotify();
  const models = useQuery(useQueryApi().models.list.queryOptions()).data ?? [];
  const onError = (error: unknown) => notify({ tone: 'bad', text: errorText(wireErrorOf(error)) });
  const { origin, ...row } = binding;
  const bind = useMutation({
    mutationFn: (modelId: string | null) => api.pops.bind({ ...row, modelId }),
    onError,
  });
  const unbind = useMutation({ mutationFn: () => api.pops.unbind({ alias: binding.alias }), onError });
  return (
    <tr data-testid="binding">
      <td className="pr-3 font-mono text-xs">{binding.alias}</td>
      <td className="pr-3">
        <Select
          label={binding.alias}
          isLabelHidden
          value={binding.modelId ?? automatic}
          onChange={(chosen) => bind.mutate(chosen === automatic ? null : chosen)}
          options={[
            { id: automatic, title: t(`pops.firstOf.${binding.kind}`) },
            ...models.map(({ id, name }) => ({ id, title: name })),
          ]}
          className="w-72"
        />
      </td>
      <td className="text-muted">{binding.labels.join(', ') || t('pops.allLabels')}</td>
      <td className="w-8">
        {origin !== 'default' && (
          <IconButton size="small" label={t('pops.reset')} onPress={() => unbind.mutate()}>
            <RotateCcw size={13} />
          </IconButton>
        )}
      </td>
    </tr>
  );
}
