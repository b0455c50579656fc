import type { Forward, ForwardOperator } from '#common/pop/pop';
import type { Size } from '#common/vision/geometry';
import type { Draft, Found } from './draft';
import { bySureness } from './refine';
import { type Region, regionOf } from './region';

/** Where a component works: the part of the picture it looks at, what it was handed, where its results go. */
export type Scope = { readonly region: Region | null; readonly found: readonly Found[]; readonly sink: Draft };

/** What EyePop's servers take when `maxItems` is not given. */
const defaultMaxItems = 16;

/**
 * The scopes that a component hands to its targets: its own (with the classes asked for), or one for each object, with
 * the object's region to look at and the object itself to put results into.
 *
 * @param size - of the picture, in px
 */
export function forwardedScopes({ operator }: Forward, scopes: readonly Scope[], size: Size): Scope[] {
  return scopes.flatMap((scope) => {
    const chosen = ofClasses(scope.found, operator?.includeClasses);
    if (!operator || operator.type === 'full') return [{ ...scope, found: chosen }];
    const crops = cropScopes(operator, chosen, scope, size);
    const fallsBack = crops.length === 0 && operator.type === 'crop_with_full_fallback';
    return fallsBack ? [{ ...scope, found: [] }] : crops;
  });
}

function ofClasses(found: readonly Found[], classes: readonly string[] | null | undefined): readonly Found[] {
  return classes == null ? found : found.filter(({ object }) => classes.includes(object.classLabel));
}

function cropScopes({ crop }: ForwardOperator, found: readonly Found[], { sink }: Scope, size: Size): Scope[] {
  return [...found]
    .sort((a, b) => bySureness(a.object, b.object))
    .slice(0, crop?.maxItems ?? defaultMaxItems)
    .flatMap((one) => {
      const region = regionOf(one.object, crop ?? null, size);
      // What lies in a hidden object has no object in the result to be put into.
      return region ? [{ region, found: [one], sink: one.isShown ? one.inside : sink }] : [];
    });
}
