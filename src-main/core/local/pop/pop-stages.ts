import type { StageFacts } from '#common/contract/stage-facts';
import { eachComponent } from '#common/pop/each-component';
import type { Component, Pop } from '#common/pop/pop';

/** Counts what each component did to one picture, for the receipt. */
export class PopStages {
  readonly #stages = new Map<Component, StageFacts>();

  constructor(pop: Pop) {
    for (const { component, path } of eachComponent(pop)) {
      this.#stages.set(component, { path, type: component.type, runs: 0, count: 0, ms: 0, dropped: 0 });
    }
  }

  /** @param runs - how often a model ran, or 1 where there is none */
  add(component: Component, more: Partial<Pick<StageFacts, 'runs' | 'count' | 'ms' | 'dropped'>>): void {
    const stage = this.#stages.get(component);
    if (!stage) return;
    stage.runs += more.runs ?? 0;
    stage.count += more.count ?? 0;
    stage.ms += more.ms ?? 0;
    stage.dropped += more.dropped ?? 0;
  }

  /** In the order of the tree; milliseconds to a tenth. */
  facts(): StageFacts[] {
    return [...this.#stages.values()].map((stage) => ({ ...stage, ms: Math.round(stage.ms * 10) / 10 }));
  }
}
