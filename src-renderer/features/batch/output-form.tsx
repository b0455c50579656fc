import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OutputCheck, OutputPlan } from '#common/contract/runs';
import { useApi, useQueryApi } from '../../app/api';
import { useSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import type { BatchOf } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import { TextField } from '../../ui/text-field';

const firstPlan: OutputPlan = {
  folder: '',
  nameTemplate: '{name}',
  mirrorsTree: true,
  ifExists: 'number',
  records: true,
  annotated: false,
};

export type OutputFormState = {
  readonly isOn: boolean;
  readonly setIsOn: (isOn: boolean) => void;
  readonly draft: OutputPlan;
  readonly change: (part: Partial<OutputPlan>) => void;
  readonly check: OutputCheck | null;
  /** What the batch writes; null for nothing. */
  readonly plan: OutputPlan | null;
  /** What is still missing. */
  readonly whyNot: string | undefined;
};

/** Whether and where results are written; what was chosen last is offered again. */
export function useOutputForm(mediaIds: BatchOf): OutputFormState {
  const { t, errorText } = useTexts();
  const queryApi = useQueryApi();
  const settings = useSettings();
  const [isOn, setIsOn] = useState(settings.output !== null);
  const [draft, setDraft] = useState(settings.output ?? firstPlan);
  const isNamed = draft.folder.trim() !== '' && draft.nameTemplate.trim() !== '';
  const check = useQuery(
    queryApi.runs.checkOutput.queryOptions({
      input: { mediaIds: mediaIds === 'all' ? 'all' : [...mediaIds], output: draft },
      enabled: isOn && isNamed,
      placeholderData: keepPreviousData,
      gcTime: 0,
    }),
  ).data;
  const missing = () => {
    if (!isNamed) return t('batch.outputNeedsFolder');
    if (!draft.records && !draft.annotated) return t('batch.outputNeedsSomething');
    return check?.problem ? errorText(check.problem) : undefined;
  };
  return {
    isOn,
    setIsOn,
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    check: check ?? null,
    plan: isOn ? draft : null,
    whyNot: isOn ? missing() : undefined,
  };
}

export function OutputForm({ form }: { readonly form: OutputFormState }) {
  const { t } = useTexts();
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-2" aria-label={t('batch.output')}>
      <Switch isOn={form.isOn} onChange={form.setIsOn}>
        {t('batch.output')}
      </Switch>
      {form.isOn && <Fields form={form} />}
    </section>
  );
}

function Fields({ form: { draft, change, check } }: { readonly form: OutputFormState }) {
  const { t, errorText, formatBytes } = useTexts();
  const problem = check?.problem;
  const room =
    check?.freeBytes == null
      ? null
      : t('batch.free', { free: formatBytes(check.freeBytes), needed: formatBytes(check.neededBytes) });
  return (
    <>
      <div className="flex items-end gap-2">
        <TextField
          label={t('batch.folder')}
          value={draft.folder}
          onChange={(folder) => change({ folder })}
          placeholder="/data/results"
          className="flex-1"
          error={draft.folder !== '' && problem ? errorText(problem) : undefined}
        />
        <FolderButton onChosen={(folder) => change({ folder })} />
      </div>
      <div className="flex gap-3">
        <TextField
          label={t('batch.name')}
          value={draft.nameTemplate}
          onChange={(nameTemplate) => change({ nameTemplate })}
          className="flex-1"
        />
        <Select
          label={t('batch.ifExists')}
          value={draft.ifExists}
          onChange={(ifExists) => change({ ifExists })}
          options={(['number', 'skip', 'replace'] as const).map((id) => ({ id, title: t(`batch.ifExists.${id}`) }))}
          className="w-52"
        />
      </div>
      <p className="-mt-2 text-xs text-muted">{t('batch.nameNote')}</p>
      <div className="flex flex-wrap gap-x-6">
        <Switch isOn={draft.records} onChange={(records) => change({ records })}>
          {t('batch.records')}
        </Switch>
        <Switch isOn={draft.annotated} onChange={(annotated) => change({ annotated })}>
          {t('batch.annotated')}
        </Switch>
        <Switch isOn={draft.mirrorsTree} onChange={(mirrorsTree) => change({ mirrorsTree })}>
          {t('batch.mirror')}
        </Switch>
      </div>
      {check && !problem && (
        <p className="text-xs wrap-anywhere text-muted">
          {t('batch.example', { path: check.example })}
          {room && ` · ${room}`}
        </p>
      )}
    </>
  );
}

/** Only where the host has a dialog; elsewhere the path is typed. */
function FolderButton({ onChosen }: { readonly onChosen: (folder: string) => void }) {
  const { t } = useTexts();
  const api = useApi();
  const hasDialogs = useQuery(useQueryApi().app.info.queryOptions()).data?.hasDialogs ?? false;
  if (!hasDialogs) return null;
  const choose = async () => {
    const folder = await api.app.pickFolder();
    if (folder !== null) onChosen(folder);
  };
  return <Button onPress={() => void choose()}>{t('batch.chooseFolder')}</Button>;
}
