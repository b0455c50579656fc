import { describe, expect, it } from 'vitest';
import { checkPop } from '#common/pop/check-pop';
import type { Pop } from '#common/pop/pop';
import { added, componentAt, moved, withFields, withOperator, without } from './edit-pop';

const pop: Pop = {
  components: [
    {
      type: 'inference',
      ability: 'objects',
      forward: { operator: { type: 'crop' }, targets: [{ type: 'inference', ability: 'faces' }, { type: 'forward' }] },
    },
    { type: 'inference', ability: 'regions' },
  ],
};
const types = (value: unknown) => JSON.stringify(value).match(/"(?:ability|type)":"[a-z_]+"/g);

describe('editing a Pop', () => {
  it('finds components by their place', () => {
    expect(componentAt(pop, [0, 0])).toMatchObject({ ability: 'faces' });
    expect(componentAt(pop, [1, 0])).toBeNull();
    expect(componentAt(pop, [7])).toBeNull();
  });

  it('changes and takes away fields, deep down, and leaves the rest and the original alone', () => {
    const before = JSON.stringify(pop);
    const changed = withFields(pop, [0, 0], { confidenceThreshold: 0.4, ability: undefined, model: 'm' });
    expect(changed).toMatchObject({
      components: [{ forward: { targets: [{ type: 'inference', model: 'm', confidenceThreshold: 0.4 }, {}] } }, {}],
    });
    expect(JSON.stringify(changed)).not.toContain('faces');
    expect(JSON.stringify(pop)).toBe(before);
  });

  it('changes how results are handed on', () => {
    expect(withOperator(pop, [0], { type: 'full' })).toMatchObject({
      components: [{ forward: { operator: { type: 'full' } } }, {}],
    });
    expect(withOperator(pop, [1], { type: 'full' })).toEqual(pop);
  });

  it('moves components among their neighbours, and not over the ends', () => {
    expect(types(moved(pop, [0, 0], 1))?.slice(2, 5)).toEqual([
      '"type":"crop"',
      '"type":"forward"',
      '"type":"inference"',
    ]);
    expect(moved(pop, [0], -1)).toEqual(pop);
    expect(moved(pop, [0, 1], 1)).toEqual(pop);
  });

  it('removes components, and a forward that leads nowhere with them', () => {
    const one = checkPop(without(pop, [0, 1])).pop;
    expect(one?.components[0]?.forward?.targets).toHaveLength(1);
    expect(one && checkPop(without(one, [0, 0])).pop?.components[0]).toEqual({ type: 'inference', ability: 'objects' });
  });

  it('adds at the top and under a component, which then hands its results on', () => {
    const tracked = checkPop(added(pop, [1], { type: 'tracking' })).pop;
    expect(tracked?.components[1]?.forward).toEqual({ operator: { type: 'full' }, targets: [{ type: 'tracking' }] });
    expect(checkPop(added(pop, null, { type: 'inference', ability: 'x' })).pop?.components).toHaveLength(3);
  });
});
