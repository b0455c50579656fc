import { expect, it } from 'vitest';
import { mapInOrder } from './map-in-order';

it('answers in order, works on several at once and never runs further ahead than told', async () => {
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  let inWork = 0;
  let most = 0;
  const answers: number[] = [];
  const reading = (async () => {
    const work = async (item: number) => {
      inWork += 1;
      most = Math.max(most, inWork);
      await gates[item]?.promise;
      inWork -= 1;
      return item * 10;
    };
    for await (const answer of mapInOrder([0, 1, 2, 3, 4], 3, work)) answers.push(answer);
  })();
  for (const index of [2, 1, 0, 4, 3]) {
    await new Promise(setImmediate);
    gates[index]?.resolve();
  }
  await reading;
  expect(answers).toEqual([0, 10, 20, 30, 40]);
  expect(most).toBe(3);
});

it('throws the error of an item when its turn comes', async () => {
  const answers: number[] = [];
  const reading = async () => {
    const work = async (item: number) => {
      if (item === 2) throw new RangeError('two');
      return item;
    };
    for await (const answer of mapInOrder([0, 1, 2, 3], 3, work)) answers.push(answer);
  };
  await expect(reading()).rejects.toThrow('two');
  expect(answers).toEqual([0, 1]);
});
