import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useQueryApi } from '../../app/api';
import { PageHeader } from '../../app/frame/page-header';
import { useLayout } from '../../app/layout';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Select } from '../../ui/select';
import { Slider } from '../../ui/slider';
import { Switch } from '../../ui/switch';
import { ConnectionsSection } from '../connections/connections-section';
import { LanguageSelect, ThemeSelect } from '../first-run/look-selects';
import { AtOnceSelect } from '../queue/at-once-select';
import { providerName } from './provider-name';
import { ShortcutEditor } from './shortcut-editor';

/** Everything a person can choose. */
export function SettingsPage() {
  const { t } = useTexts();
  const { reset } = useLayout();
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('app.settings')} />
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <div className="mx-auto flex max-w-2xl flex-col gap-4">
          <Section title={t('settings.appearance')}>
            <div className="flex flex-wrap gap-4">
              <LanguageSelect />
              <ThemeSelect />
            </div>
            <div className="flex items-center justify-between gap-4">
              <p className="text-xs text-muted">{t('settings.resetLayoutNote')}</p>
              <Button onPress={reset}>{t('app.resetLayout')}</Button>
            </div>
          </Section>
          <Section title={t('settings.running')}>
            <AutoRun />
            <Reuse />
            <AtOnceSelect />
          </Section>
          <Section title={t('connections.title')}>
            <ConnectionsSection />
          </Section>
          <Section title={t('settings.engine')}>
            <EngineSettings />
          </Section>
          <Section title={t('app.shortcuts')} note={t('settings.shortcutsNote')}>
            <ShortcutEditor />
          </Section>
          <Section title={t('settings.about')}>
            <About />
          </Section>
        </div>
      </div>
    </div>
  );
}

type SectionProps = { readonly title: string; readonly note?: string; readonly children: ReactNode };

function Section({ title, note, children }: SectionProps) {
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {note && <p className="text-xs text-muted">{note}</p>}
      </div>
      {children}
    </section>
  );
}

function AutoRun() {
  const { t } = useTexts();
  const { autoRun } = useSettings();
  const update = useUpdateSettings();
  return (
    <Switch isOn={autoRun} onChange={(isOn) => update({ autoRun: isOn })}>
      {t('settings.autoRun')}
    </Switch>
  );
}

function Reuse() {
  const { t } = useTexts();
  const { reuseResults } = useSettings();
  const update = useUpdateSettings();
  return (
    <Switch isOn={reuseResults} onChange={(isOn) => update({ reuseResults: isOn })}>
      {t('settings.reuse')}
    </Switch>
  );
}

const threadChoices = [0, 1, 2, 4, 8, 16] as const;

function EngineSettings() {
  const { t } = useTexts();
  const info = useQuery(useQueryApi().app.info.queryOptions()).data;
  const { provider, threads, memoryLimitMiB } = useSettings();
  const update = useUpdateSettings();
  const providers = info?.providers ?? [{ name: provider, bundled: true }];
  const choices = threadChoices.some((count) => count === threads) ? threadChoices : [...threadChoices, threads];
  return (
    <>
      <div className="flex flex-wrap gap-4">
        <Select
          label={t('settings.provider')}
          value={provider}
          onChange={(next) => update({ provider: next })}
          options={providers.map(({ name, bundled }) => ({
            id: name,
            title: providerName(name),
            ...(bundled ? {} : { note: t('settings.notBundled'), isDisabled: true }),
          }))}
          className="w-44"
        />
        <Select
          label={t('settings.threads')}
          value={String(threads)}
          onChange={(next) => update({ threads: Number(next) })}
          options={choices.map((count) => ({
            id: String(count),
            title: count === 0 ? t('settings.threadsAuto') : String(count),
          }))}
          className="w-44"
        />
      </div>
      <p className="text-xs text-muted">{t('settings.providerNote')}</p>
      <MemoryLimit key={memoryLimitMiB} limitMiB={memoryLimitMiB} />
      <p className="text-xs text-muted">{t('settings.memoryNote')}</p>
    </>
  );
}

function MemoryLimit({ limitMiB }: { readonly limitMiB: number }) {
  const { t, formatBytes } = useTexts();
  const update = useUpdateSettings();
  const [draggedMiB, setDraggedMiB] = useState(limitMiB);
  return (
    <Slider
      label={t('settings.memory')}
      value={draggedMiB}
      onChange={setDraggedMiB}
      onChangeEnd={(next) => update({ memoryLimitMiB: next })}
      min={512}
      max={16_384}
      step={512}
      output={formatBytes(draggedMiB * 1_048_576)}
    />
  );
}

function About() {
  const { t } = useTexts();
  const info = useQuery(useQueryApi().app.info.queryOptions()).data;
  if (!info) return null;
  return (
    <dl className="grid grid-cols-[9rem_1fr] gap-x-4 gap-y-1.5">
      <dt className="text-muted">{t('settings.version')}</dt>
      <dd>Reticle {info.version}</dd>
      <dt className="text-muted">{t('settings.dataFolder')}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 font-mono text-xs wrap-anywhere">{info.dataDir}</span>
        <CopyButton text={info.dataDir} label={t('app.copyDetails')} doneLabel={t('models.copied')} />
      </dd>
      <dt className="text-muted">{t('settings.shell')}</dt>
      <dd>
        {t(`settings.shell.${info.shell}`)} · {info.platform} · Node {info.node}
      </dd>
    </dl>
  );
}
