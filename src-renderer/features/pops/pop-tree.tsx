import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { StageFacts } from '#common/contract/stage-facts';
import type { Component, Pop } from '#common/pop/pop';
import { useTexts } from '../../app/texts';
import { classNames } from '../../ui/class-names';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';
import { newComponents, summaryOf } from './component-fields';
import type { ComponentPlace } from './edit-pop';

type PopTreeProps = {
  readonly pop: Pop;
  readonly stages: readonly StageFacts[];
  readonly selected: ComponentPlace | null;
  readonly onSelect: (place: ComponentPlace) => void;
  readonly onMove: (place: ComponentPlace, step: 1 | -1) => void;
  readonly onRemove: (place: ComponentPlace) => void;
  readonly onAdd: (under: ComponentPlace | null, component: Component) => void;
};

/** The components of a Pop as they hand their results on; after a trial, what each of them did. */
export function PopTree(props: PopTreeProps) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-1" role="tree" aria-label={t('pops.tree')} data-testid="pop-tree">
      <Components {...props} components={props.pop.components} place={[]} path="components" />
      <div className="pt-1">
        <AddMenu label={t('pops.addTop')} onAdd={(component) => props.onAdd(null, component)} />
      </div>
    </div>
  );
}

type ComponentsProps = PopTreeProps & {
  readonly components: readonly Component[];
  readonly place: ComponentPlace;
  readonly path: string;
};

function Components({ components, place, path, ...props }: ComponentsProps) {
  return components.map((component, index) => {
    const own = [...place, index];
    const ownPath = `${path}[${index}]`;
    const { forward } = component;
    return (
      <div key={ownPath}>
        <ComponentRow {...props} component={component} place={own} path={ownPath} />
        {forward && (
          <div className="mt-1 ml-3 flex flex-col gap-1 border-l border-line pl-3">
            <span className="text-xs text-muted">↳ {operatorText(forward.operator)}</span>
            <Components {...props} components={forward.targets} place={own} path={`${ownPath}.forward.targets`} />
          </div>
        )}
      </div>
    );
  });
}

function operatorText(operator: NonNullable<Component['forward']>['operator']): string {
  const classes = operator?.includeClasses?.join(', ');
  return `${operator?.type ?? 'full'}${classes ? ` · ${classes}` : ''}`;
}

type ComponentRowProps = Omit<ComponentsProps, 'components'> & { readonly component: Component };

function ComponentRow({
  component,
  place,
  path,
  stages,
  selected,
  onSelect,
  onMove,
  onRemove,
  onAdd,
}: ComponentRowProps) {
  const { t, formatNumber, formatDuration } = useTexts();
  const isSelected = selected?.join() === place.join();
  const stage = stages.find((one) => one.path === path);
  return (
    <div
      role="treeitem"
      aria-selected={isSelected}
      aria-level={place.length}
      tabIndex={-1}
      className={classNames(
        'group flex min-h-9 items-center gap-1 rounded-md border px-2',
        isSelected ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      <button
        type="button"
        onClick={() => onSelect(place)}
        className="flex min-w-0 flex-1 cursor-default items-baseline gap-2 rounded py-1 text-left outline-none focus-visible:ring-2 focus-visible:ring-accent"
      >
        <span className="font-medium">{t(`pops.type.${component.type}`)}</span>
        <span className="truncate text-muted">{summaryOf(component)}</span>
        {stage && (
          <span className="ml-auto shrink-0 text-xs text-muted tabular-nums" data-testid="stage-facts">
            {t('pops.stage', { count: formatNumber(stage.count), time: formatDuration(stage.ms) })}
          </span>
        )}
      </button>
      <IconButton size="small" label={t('pops.up')} onPress={() => onMove(place, -1)}>
        <ArrowUp size={13} />
      </IconButton>
      <IconButton size="small" label={t('pops.down')} onPress={() => onMove(place, 1)}>
        <ArrowDown size={13} />
      </IconButton>
      <AddMenu isSmall label={t('pops.addUnder')} onAdd={(added) => onAdd(place, added)} />
      <IconButton size="small" label={t('pops.removeComponent')} onPress={() => onRemove(place)}>
        <Trash2 size={13} />
      </IconButton>
    </div>
  );
}

type AddMenuProps = {
  readonly label: string;
  readonly isSmall?: boolean;
  readonly onAdd: (component: Component) => void;
};

function AddMenu({ label, isSmall = false, onAdd }: AddMenuProps) {
  const { t } = useTexts();
  return (
    <Menu
      label={label}
      entries={newComponents.map((component) => ({
        id: component.type,
        title: t(`pops.type.${component.type}`),
        run: () => onAdd(component),
      }))}
    >
      <IconButton label={label} size={isSmall ? 'small' : 'normal'}>
        <Plus size={isSmall ? 13 : 15} />
      </IconButton>
    </Menu>
  );
}
