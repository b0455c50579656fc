import { useQuery } from '@tanstack/react-query';
import { Boxes, Plus, Terminal } from 'lucide-react';
import { useState } from 'react';
import type { Model } from '#common/contract/models';
import { useQueryApi, wireErrorOf } from '../../app/api';
import { PageHeader } from '../../app/frame/page-header';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { EmptyState } from '../../ui/empty-state';
import { AddModelDialog } from './add-model-dialog';
import { familyTextKey } from './family-text-key';
import { ModelDetails } from './model-details';
import { useAddModelFromDialog } from './use-add-model-from-dialog';

/** All models: the list, and everything about the one chosen. */
export function ModelsPage() {
  const { t, errorText } = useTexts();
  const models = useQuery(useQueryApi().models.list.queryOptions());
  const { modelId } = useSettings();
  const shownId = useView((view) => view.shownModelId);
  const shown = models.data?.find(({ id }) => id === (shownId ?? modelId)) ?? models.data?.[0];
  const [asksPath, setAsksPath] = useState(false);
  const addFromDialog = useAddModelFromDialog();
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('app.models')}>
        {!window.reticle && (
          <Button look="quiet" icon={<Terminal size={14} aria-hidden />} onPress={() => setAsksPath(true)}>
            {t('models.addPath')}
          </Button>
        )}
        <Button look="primary" icon={<Plus size={14} aria-hidden />} onPress={addFromDialog}>
          {t('models.add')}
        </Button>
      </PageHeader>
      {models.error ? (
        <EmptyState icon={<Boxes size={20} />} title={errorText(wireErrorOf(models.error))}>
          <Button onPress={() => void models.refetch()}>{t('app.tryAgain')}</Button>
        </EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1">
          <nav
            aria-label={t('app.models')}
            className="w-64 shrink-0 overflow-y-auto border-r border-line bg-surface p-2"
          >
            <ul className="flex flex-col gap-0.5">
              {models.data?.map((model) => (
                <li key={model.id}>
                  <ModelRow model={model} isShown={model === shown} isInUse={model.id === modelId} />
                </li>
              ))}
            </ul>
            <p className="p-2 text-xs text-muted">{t('models.dropHint')}</p>
          </nav>
          <div className="min-w-0 flex-1 overflow-y-auto">{shown && <ModelDetails key={shown.id} model={shown} />}</div>
        </div>
      )}
      <AddModelDialog isOpen={asksPath} onClose={() => setAsksPath(false)} />
    </div>
  );
}

type ModelRowProps = { readonly model: Model; readonly isShown: boolean; readonly isInUse: boolean };

function ModelRow({ model, isShown, isInUse }: ModelRowProps) {
  const { t } = useTexts();
  const store = useViewStore();
  return (
    <button
      type="button"
      aria-current={isShown ? 'true' : undefined}
      onClick={() => store.setState({ shownModelId: model.id })}
      className={classNames(
        'flex w-full cursor-default flex-col rounded-md px-2.5 py-1.5 text-left focus-visible:ring-2 focus-visible:ring-accent focus-visible:outline-none',
        isShown ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{model.name}</span>
        {isInUse && (
          <span className="shrink-0 rounded bg-accent px-1.5 text-[11px] leading-4 text-accent-ink">
            {t('models.inUse')}
          </span>
        )}
      </span>
      <span className="truncate text-xs text-muted">
        {t(familyTextKey[model.family])}
        {model.builtIn && ` · ${t('models.builtIn')}`}
      </span>
    </button>
  );
}
