import type { Component, ForwardOperator, Pop } from '#common/pop/pop';

/** Where a component stands: the index at the top, then the index among the targets of each. */
export type ComponentPlace = readonly number[];

/** A component; null where there is none. */
export function componentAt(pop: Pop, place: ComponentPlace): Component | null {
  let list: readonly Component[] = pop.components;
  let found: Component | null = null;
  for (const index of place) {
    found = list[index] ?? null;
    list = found?.forward?.targets ?? [];
  }
  return found;
}

/** Changes fields of one component; undefined takes a field away. */
export function withFields(pop: Pop, place: ComponentPlace, fields: Readonly<Record<string, unknown>>): unknown {
  return mapAt(pop, place, (list, index) =>
    list.map((component, at) => (at === index ? withoutUndefined({ ...component, ...fields }) : component)),
  );
}

/** Changes the operator by which a component hands its results on. */
export function withOperator(pop: Pop, place: ComponentPlace, operator: ForwardOperator | undefined): unknown {
  const forward = componentAt(pop, place)?.forward;
  return forward ? withFields(pop, place, { forward: withoutUndefined({ ...forward, operator }) }) : pop;
}

export function without(pop: Pop, place: ComponentPlace): unknown {
  return mapAt(pop, place, (list, index) => list.filter((_, at) => at !== index));
}

/** Puts a component before or after its neighbour; at the ends it stays. */
export function moved(pop: Pop, place: ComponentPlace, step: 1 | -1): unknown {
  return mapAt(pop, place, (list, index) => {
    const other = list[index + step];
    const own = list[index];
    if (!other || !own) return list;
    return list.map((component, at) => (at === index ? other : at === index + step ? own : component));
  });
}

/** Adds a component at the end of the top, or of what a component hands its results to. */
export function added(pop: Pop, under: ComponentPlace | null, component: Component): unknown {
  if (under === null) return { ...pop, components: [...pop.components, component] };
  const forward = componentAt(pop, under)?.forward;
  const operator = forward?.operator ?? { type: 'full' as const };
  return withFields(pop, under, { forward: { operator, targets: [...(forward?.targets ?? []), component] } });
}

type ChangeList = (list: readonly Component[], index: number) => readonly unknown[];

function mapAt(pop: Pop, place: ComponentPlace, change: ChangeList): unknown {
  return { ...pop, components: mapList(pop.components, place, change) };
}

function mapList(list: readonly Component[], [index = -1, ...rest]: ComponentPlace, change: ChangeList): unknown[] {
  if (rest.length === 0) return [...change(list, index)];
  return list.map((component, at) => {
    if (at !== index || !component.forward) return component;
    const targets = mapList(component.forward.targets, rest, change);
    const { forward, ...alone } = component;
    // A forward without targets is none.
    return targets.length > 0 ? { ...component, forward: { ...forward, targets } } : alone;
  });
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
