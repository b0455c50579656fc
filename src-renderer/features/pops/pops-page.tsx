import { Plus, Upload, Workflow } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SavedPop } from '#common/contract/pops';
import type { Pop } from '#common/pop/pop';
import { PageHeader } from '../../app/frame/page-header';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { BindingsTable } from './bindings-table';
import { PopEditor } from './pop-editor';
import { usePopName, usePops } from './use-pops';

/** What is on the right: a Pop, one that has not been saved yet, or the table of abilities. */
type Shown =
  | { readonly what: 'pop'; readonly id: string }
  | { readonly what: 'new'; readonly pop: SavedPop }
  | { readonly what: 'bindings' };

const beginning: Pop = { components: [{ type: 'inference', ability: 'objects', confidenceThreshold: 0.3 }] };

/** All Pops: the list, and an editor for the one chosen. */
export function PopsPage() {
  const { t } = useTexts();
  const pops = usePops();
  const popName = usePopName();
  const { popId } = useSettings();
  const [shown, setShown] = useState<Shown | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const listed = shown?.what === 'pop' ? shown.id : (popId ?? pops[0]?.id);
  const open = shown?.what === 'new' ? shown.pop : pops.find(({ id }) => id === listed);
  const fresh = (name: string, pop: Pop) =>
    setShown({ what: 'new', pop: { id: '', name, readyMade: false, pop, updatedAtMs: Date.now() } });
  const read = async (chosen: File) => {
    // Whatever it holds is shown as text, with what is wrong with it.
    const text = await chosen.text();
    let pop: unknown = text;
    try {
      pop = JSON.parse(text);
    } catch {
      // Not JSON: the editor says so.
    }
    fresh(chosen.name.replace(/\.json$/i, ''), pop as Pop); // checked by the editor, which takes any text
  };
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('pops.title')}>
        <Button look="quiet" icon={<Upload size={14} aria-hidden />} onPress={() => file.current?.click()}>
          {t('pops.import')}
        </Button>
        <Button
          look="primary"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => fresh(t('pops.newName'), beginning)}
        >
          {t('pops.new')}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          data-testid="pop-file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) void read(chosen);
            event.currentTarget.value = '';
          }}
        />
      </PageHeader>
      <div className="flex min-h-0 flex-1">
        <nav
          aria-label={t('pops.title')}
          className="flex w-64 shrink-0 flex-col overflow-y-auto border-r border-line bg-surface p-2"
        >
          <ul className="flex flex-col gap-0.5">
            {pops.map((pop) => (
              <li key={pop.id}>
                <PopRow
                  name={popName(pop)}
                  note={t(pop.readyMade ? 'pops.readyMade' : 'pops.own')}
                  isShown={shown?.what !== 'bindings' && shown?.what !== 'new' && pop.id === listed}
                  isInUse={pop.id === popId}
                  onOpen={() => setShown({ what: 'pop', id: pop.id })}
                />
              </li>
            ))}
          </ul>
          <span className="flex-1" />
          <PopRow
            name={t('pops.bindings')}
            note={t('pops.bindingsNote')}
            isShown={shown?.what === 'bindings'}
            isInUse={false}
            onOpen={() => setShown({ what: 'bindings' })}
          />
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {shown?.what === 'bindings' ? (
            <BindingsTable />
          ) : (
            open && (
              <>
                <UseBar pop={open} isInUse={open.id === popId} />
                <PopEditor
                  key={`${open.id} ${open.updatedAtMs}`}
                  saved={open}
                  name={popName(open)}
                  onSaved={(saved) => setShown({ what: 'pop', id: saved.id })}
                  onRemoved={() => setShown(null)}
                />
              </>
            )
          )}
        </div>
      </div>
    </div>
  );
}

function UseBar({ pop, isInUse }: { readonly pop: SavedPop; readonly isInUse: boolean }) {
  const { t } = useTexts();
  const update = useUpdateSettings();
  if (pop.id === '' || isInUse) return null;
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line bg-bg px-4 py-2">
      <span className="text-muted">{t('pops.useText')}</span>
      <Button size="small" icon={<Workflow size={13} aria-hidden />} onPress={() => update({ popId: pop.id })}>
        {t('pops.use')}
      </Button>
    </div>
  );
}

type PopRowProps = {
  readonly name: string;
  readonly note: string;
  readonly isShown: boolean;
  readonly isInUse: boolean;
  readonly onOpen: () => void;
};

function PopRow({ name, note, isShown, isInUse, onOpen }: PopRowProps) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      aria-current={isShown ? 'true' : undefined}
      onClick={onOpen}
      className={classNames(
        'flex w-full cursor-default flex-col rounded-md px-2.5 py-1.5 text-left focus-visible:ring-2 focus-visible:ring-accent focus-visible:outline-none',
        isShown ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        {isInUse && (
          <span className="shrink-0 rounded bg-accent px-1.5 text-[11px] leading-4 text-accent-ink">
            {t('models.inUse')}
          </span>
        )}
      </span>
      <span className="truncate text-xs text-muted">{note}</span>
    </button>
  );
}
