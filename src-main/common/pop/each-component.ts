import type { Component, Pop } from './pop';

export type PlacedComponent = {
  readonly component: Component;
  /** Where it stands, e.g. `components[0].forward.targets[1]`: in error messages, stages and bindings. */
  readonly path: string;
  /** The component whose results it gets; null at the top. */
  readonly parent: PlacedComponent | null;
  /** 1 at the top. */
  readonly depth: number;
};

/** Every component of a Pop, each before those that it forwards to. */
export function* eachComponent({ components }: Pop): Generator<PlacedComponent, void> {
  const waiting: PlacedComponent[] = placed(components, 'components', null);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    yield next;
    waiting.unshift(...placed(next.component.forward?.targets ?? [], `${next.path}.forward.targets`, next));
  }
}

function placed(components: readonly Component[], list: string, parent: PlacedComponent | null): PlacedComponent[] {
  return components.map((component, index) => ({
    component,
    path: `${list}[${index}]`,
    parent,
    depth: (parent?.depth ?? 0) + 1,
  }));
}
