import type { ListedBinding, PopBinding } from '#common/contract/pops';

const vehicles = ['bicycle', 'car', 'motorcycle', 'bus', 'train', 'truck'];
const binding = (alias: string, kind: PopBinding['kind'], labels: readonly string[] = []): PopBinding => ({
  alias,
  kind,
  modelId: null,
  labels: [...labels],
});

/**
 * What stands for EyePop's abilities until the person says otherwise: only those that a model of ours truly answers. A
 * licence plate or a pose has none here, and is refused by name.
 */
export const defaultBindings: readonly PopBinding[] = [
  binding('objects', 'objects'),
  binding('faces', 'faces'),
  binding('regions', 'regions'),
  binding('classes', 'classes'),
  binding('eyepop.common-objects', 'objects'),
  binding('eyepop.person', 'objects', ['person']),
  binding('eyepop.person.face.short-range', 'faces'),
  binding('eyepop.sam.small', 'regions'),
  binding('eyepop.vehicle', 'objects', vehicles),
];

/** The table of abilities: what comes with the app, changed or not, then what the person added. */
export function allBindings(own: readonly PopBinding[]): ListedBinding[] {
  const shipped = defaultBindings.map((binding): ListedBinding => {
    const changed = own.find(({ alias }) => alias === binding.alias);
    return changed ? { ...changed, origin: 'changed' } : { ...binding, origin: 'default' };
  });
  const added = own.filter(({ alias }) => !shipped.some((row) => row.alias === alias));
  return [...shipped, ...added.map((row): ListedBinding => ({ ...row, origin: 'own' }))];
}
