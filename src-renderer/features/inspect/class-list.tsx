import { Eye, EyeOff } from 'lucide-react';
import type { Overlay } from '#common/overlay/draw-prediction';
import { type Swatch, swatchesOfClasses } from '#common/overlay/palette';
import { useTexts } from '../../app/texts';
import { IconButton } from '../../ui/icon-button';
import { ClassMark } from './class-mark';
import { type InspectStore, useInspect, useInspectStore } from './inspect-store';

/** The classes found, each with its eye, its mark and how many of it are shown. */
export function ClassList({ overlay }: { readonly overlay: Overlay }) {
  const { t } = useTexts();
  const store = useInspectStore();
  const hidden = useInspect((state) => state.hiddenClasses);
  const { scene, kept } = overlay;
  const swatches = swatchesOfClasses(scene);
  const rows = scene.classNames
    .map((name, classId) => ({
      name,
      swatch: swatches[classId],
      kept: kept.perClass[classId] ?? 0,
      total: kept.totalPerClass[classId] ?? 0,
    }))
    .sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  return (
    <section className="max-h-[40%] shrink-0 overflow-y-auto border-b border-line py-1.5">
      <h3 className="flex h-6 items-center justify-between px-3 text-xs font-medium text-muted">
        {t('inspect.classes')}
        {hidden.size > 0 && (
          <button
            type="button"
            className="cursor-default rounded px-1 text-accent outline-none hover:bg-hover focus-visible:ring-2 focus-visible:ring-accent"
            onClick={() => store.setState({ hiddenClasses: new Set() })}
          >
            {t('inspect.showAll')}
          </button>
        )}
      </h3>
      <ul>
        {rows.map((row) => (
          <ClassRow key={row.name} {...row} isHidden={hidden.has(row.name)} names={scene.classNames} store={store} />
        ))}
      </ul>
    </section>
  );
}

type ClassRowProps = {
  readonly name: string;
  readonly swatch: Swatch | undefined;
  readonly kept: number;
  readonly total: number;
  readonly isHidden: boolean;
  readonly names: readonly string[];
  readonly store: InspectStore;
};

function ClassRow({ name, swatch, kept, total, isHidden, names, store }: ClassRowProps) {
  const { t, formatNumber } = useTexts();
  return (
    <li className="flex h-7 items-center gap-2 pr-3 pl-1.5 hover:bg-hover" data-testid="class-row">
      <IconButton
        size="small"
        placement="left"
        label={t(isHidden ? 'inspect.hiddenClass' : 'inspect.hideClass', { label: name })}
        onPress={() => toggleClass(store, name)}
      >
        {isHidden ? <EyeOff size={14} /> : <Eye size={14} />}
      </IconButton>
      {swatch && <ClassMark swatch={swatch} isFaint={isHidden} />}
      <button
        type="button"
        title={t('inspect.showOnly', { label: name })}
        onClick={() => showOnly(store, name, names)}
        className={`min-w-0 flex-1 cursor-default truncate rounded text-left outline-none focus-visible:ring-2 focus-visible:ring-accent ${
          isHidden ? 'text-muted line-through' : ''
        }`}
      >
        {name}
      </button>
      <span className="text-muted tabular-nums">
        <span className={kept > 0 ? 'text-ink' : ''}>{formatNumber(kept)}</span>/{formatNumber(total)}
      </span>
    </li>
  );
}

function toggleClass(store: InspectStore, name: string): void {
  store.setState(({ hiddenClasses }) => {
    const next = new Set(hiddenClasses);
    if (!next.delete(name)) next.add(name);
    return { hiddenClasses: next };
  });
}

/** A press on a name shows that class alone; another press shows all again. */
function showOnly(store: InspectStore, name: string, names: readonly string[]): void {
  store.setState(({ hiddenClasses }) => {
    const others = names.filter((other) => other !== name);
    const isAlone = !hiddenClasses.has(name) && others.every((other) => hiddenClasses.has(other));
    return { hiddenClasses: new Set(isAlone ? [] : others) };
  });
}
