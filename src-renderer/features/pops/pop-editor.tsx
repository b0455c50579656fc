import { useMutation, useQuery } from '@tanstack/react-query';
import { Copy, Download, Play, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { PopTrial, SavedPop } from '#common/contract/pops';
import { checkPop } from '#common/pop/check-pop';
import type { Pop } from '#common/pop/pop';
import type { PopProblem } from '#common/pop/pop-problem';
import { useApi, useQueryApi, wireErrorOf } from '../../app/api';
import { downloadBlob } from '../../app/download';
import { useCurrentMedia } from '../../app/frame/use-current-media';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { Button } from '../../ui/button';
import { Tabs } from '../../ui/tabs';
import { TextField } from '../../ui/text-field';
import { ComponentForm } from './component-form';
import { added, type ComponentPlace, componentAt, moved, withFields, withOperator, without } from './edit-pop';
import { PopJson } from './pop-json';
import { PopTree } from './pop-tree';

type PopEditorProps = {
  readonly saved: SavedPop;
  readonly name: string;
  readonly onSaved: (pop: SavedPop) => void;
  readonly onRemoved: () => void;
};

const textOf = (pop: unknown) => JSON.stringify(pop, null, 2);

/** One Pop as a tree with forms and as JSON: two views of one text. */
export function PopEditor({ saved, name: givenName, onSaved, onRemoved }: PopEditorProps) {
  const { t } = useTexts();
  const [name, setName] = useState(givenName);
  const [text, setText] = useState(() => textOf(saved.pop));
  const [tab, setTab] = useState('tree');
  const [selected, setSelected] = useState<ComponentPlace | null>([0]);
  const [trial, setTrial] = useState<PopTrial | null>(null);
  const { pop, problems } = readPop(text);
  const change = (next: unknown) => {
    setText(textOf(next));
    setTrial(null);
  };
  const component = pop && selected ? componentAt(pop, selected) : null;
  const isChanged = name !== givenName || text !== textOf(saved.pop);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-end gap-2 border-b border-line px-4 py-3">
        <TextField label={t('pops.name')} value={name} onChange={setName} className="w-64 max-xl:w-40" />
        <span className="flex-1" />
        <EditorActions {...{ saved, name, pop, isChanged, onSaved, onRemoved }} onTrial={setTrial} />
      </div>
      <Runnable pop={pop} />
      <Tabs
        label={t('pops.views')}
        selected={tab}
        onSelect={setTab}
        className="min-h-0 flex-1"
        items={[
          {
            id: 'tree',
            title: t('pops.tree'),
            content: pop ? (
              <div className="@container flex h-full flex-col gap-4 overflow-y-auto p-4">
                <PopTree
                  pop={pop}
                  stages={trial?.stages ?? []}
                  selected={selected}
                  onSelect={setSelected}
                  onMove={(place, step) => change(moved(pop, place, step))}
                  onRemove={(place) => change(without(pop, place))}
                  onAdd={(under, one) => change(added(pop, under, one))}
                />
                {trial && <TrialFacts trial={trial} />}
                {component && selected && (
                  <section className="rounded-lg border border-line bg-surface p-4">
                    <h3 className="mb-3 font-semibold">{t(`pops.type.${component.type}`)}</h3>
                    <ComponentForm
                      key={selected.join()}
                      component={component}
                      onFields={(fields) => change(withFields(pop, selected, fields))}
                      onOperator={(operator) => change(withOperator(pop, selected, operator))}
                    />
                  </section>
                )}
              </div>
            ) : (
              <div className="flex flex-col items-start gap-3 p-4">
                <p>{t('pops.broken')}</p>
                <Button onPress={() => setTab('json')}>{t('pops.showJson')}</Button>
              </div>
            ),
          },
          { id: 'json', title: 'JSON', content: <PopJson text={text} problems={problems} onChange={setText} /> },
        ]}
      />
    </div>
  );
}

type Read = { readonly pop: Pop | null; readonly problems: readonly PopProblem[] };

function readPop(text: string): Read {
  try {
    const { pop, problems } = checkPop(JSON.parse(text));
    return { pop: pop ?? null, problems: problems ?? [] };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { pop: null, problems: [{ path: '', textKey: 'pops.problem.notJson', params: { reason } }] };
  }
}

/** What it would run with here, or the first thing that it cannot. */
function Runnable({ pop }: { readonly pop: Pop | null }) {
  const { t, errorText } = useTexts();
  const check = useQuery({ ...useQueryApi().pops.check.queryOptions({ input: { pop } }), enabled: pop !== null }).data;
  if (!pop || !check) return null;
  const text = check.problem
    ? errorText(check.problem)
    : t('pops.runsWith', { models: [...new Set(check.models.map(({ modelName }) => modelName))].join(', ') });
  return (
    <p
      role="status"
      data-testid="pop-runnable"
      className={`border-b border-line px-4 py-2 text-xs ${check.problem ? 'bg-warn-soft text-warn' : 'text-muted'}`}
    >
      {text}
    </p>
  );
}

function TrialFacts({ trial }: { readonly trial: PopTrial }) {
  const { t, tCount, formatDuration } = useTexts();
  const found = tCount('inspect.objectCount', trial.prediction.objects?.length ?? 0);
  return (
    <p role="status" className="text-muted" data-testid="pop-trial">
      {t('pops.tried', { found, time: formatDuration(trial.elapsedMs) })}
    </p>
  );
}

type EditorActionsProps = PopEditorProps & {
  readonly pop: Pop | null;
  readonly isChanged: boolean;
  readonly onTrial: (trial: PopTrial) => void;
};

function EditorActions({ saved, name, pop, isChanged, onSaved, onRemoved, onTrial }: EditorActionsProps) {
  const { t, errorText } = useTexts();
  const api = useApi();
  const notify = useNotify();
  const media = useCurrentMedia().data;
  const { popId } = useSettings();
  const update = useUpdateSettings();
  const onError = (error: unknown) => notify({ tone: 'bad', text: errorText(wireErrorOf(error)) });
  const saving = useMutation({
    mutationFn: (asNew: boolean) =>
      api.pops.save({ popId: asNew || saved.readyMade || saved.id === '' ? null : saved.id, name, pop }),
    onSuccess: onSaved,
    onError,
  });
  const removing = useMutation({
    mutationFn: () => api.pops.remove({ popId: saved.id }),
    onSuccess: () => {
      if (popId === saved.id) update({ popId: null });
      onRemoved();
    },
    onError,
  });
  const trying = useMutation({
    mutationFn: async () => (media ? api.pops.tryOn({ mediaId: media.id, pop }) : null),
    onSuccess: (trial) => trial && onTrial(trial),
    onError,
  });
  const isBroken = pop ? undefined : t('pops.broken');
  const cannotTry = isBroken ?? (media?.kind === 'image' ? undefined : t('pops.tryNeedsPicture'));
  return (
    <>
      <Button icon={<Play size={14} aria-hidden />} whyDisabled={cannotTry} onPress={() => trying.mutate()}>
        {trying.isPending ? t('pops.trying') : t('pops.try')}
      </Button>
      <Button
        look="quiet"
        icon={<Download size={14} aria-hidden />}
        whyDisabled={isBroken}
        onPress={() => downloadPop(name, pop)}
      >
        {t('pops.export')}
      </Button>
      <Button
        look="quiet"
        icon={<Copy size={14} aria-hidden />}
        whyDisabled={isBroken}
        onPress={() => saving.mutate(true)}
      >
        {t('pops.duplicate')}
      </Button>
      {!saved.readyMade && saved.id !== '' && (
        <Button look="quietDanger" icon={<Trash2 size={14} aria-hidden />} onPress={() => removing.mutate()}>
          {t('pops.remove')}
        </Button>
      )}
      <Button
        look="primary"
        icon={<Save size={14} aria-hidden />}
        whyDisabled={isBroken ?? (isChanged ? undefined : t('pops.unchanged'))}
        onPress={() => saving.mutate(false)}
      >
        {t(saved.readyMade ? 'pops.saveCopy' : 'pops.save')}
      </Button>
    </>
  );
}

function downloadPop(name: string, pop: unknown): void {
  const fileName = name.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'pop';
  downloadBlob(new Blob([textOf(pop)], { type: 'application/json' }), `${fileName}.json`);
}
