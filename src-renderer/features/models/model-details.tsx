import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Model, TensorInfo } from '#common/contract/models';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { useProviderName } from '../settings/provider-name';
import { familyTextKey } from './family-text-key';
import { ModelCard } from './model-card';
import { ModelLabels } from './model-labels';
import { ModelName } from './model-name';
import { RemoveModel } from './remove-model';

/** Everything known about one model, and what can be done with it. */
export function ModelDetails({ model }: { readonly model: Model }) {
  const { t } = useTexts();
  const { modelId } = useSettings();
  const update = useUpdateSettings();
  const isInUse = model.id === modelId;
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-5 p-5">
      <header className="flex flex-wrap items-center gap-2">
        <ModelName model={model} />
        <span className="flex-1" />
        <RemoveModel model={model} />
        {isInUse ? (
          <span className="flex items-center gap-1.5 px-2 font-medium text-ok">
            <Check size={15} aria-hidden /> {t('models.inUse')}
          </span>
        ) : (
          <Button look="primary" onPress={() => update({ modelId: model.id, popId: null })}>
            {t('models.use')}
          </Button>
        )}
      </header>
      <ModelFacts model={model} />
      <ModelLabels labels={model.labels} />
      <section>
        <h2 className="mb-2 text-xs font-semibold text-muted">{t('models.card')}</h2>
        {model.card ? (
          <div className="rounded-lg border border-line bg-surface p-4">
            <ModelCard markdown={model.card} />
          </div>
        ) : (
          <p className="text-muted">{t('models.noCard')}</p>
        )}
      </section>
    </div>
  );
}

function ModelFacts({ model }: { readonly model: Model }) {
  const { t, formatBytes } = useTexts();
  const provider = useProviderName();
  return (
    <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-surface p-4">
      <Fact name={t('models.family')}>{t(familyTextKey[model.family])}</Fact>
      <Fact name={t('models.input')}>
        {t('models.inputSize', { width: model.inputWidthPx, height: model.inputHeightPx })}
      </Fact>
      <Fact name={t('models.tensors')}>
        <span className="font-mono text-xs wrap-anywhere">
          {model.inputs.map(tensorText).join(', ')} → {model.outputs.map(tensorText).join(', ')}
        </span>
      </Fact>
      <Fact name={t('models.size')}>{formatBytes(model.byteSize)}</Fact>
      <Fact name={t('models.provider')}>{t('models.providerNote', { provider })}</Fact>
      <Fact name={t('models.licence')}>{model.licence || t('models.licenceUnknown')}</Fact>
      <Fact name={t('models.sha256')}>
        <span className="min-w-0 truncate font-mono text-xs" title={model.sha256}>
          {model.sha256}
        </span>
        <CopyButton text={model.sha256} label={t('models.copyHash')} doneLabel={t('models.copied')} />
      </Fact>
      <Fact name={t('models.file')}>
        <span className="min-w-0 font-mono text-xs wrap-anywhere">{model.path}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-h-5 min-w-0 items-center gap-1">{children}</dd>
    </>
  );
}

const tensorText = ({ name, type, shape }: TensorInfo) => `${name}: ${type}[${shape.join(', ')}]`;
