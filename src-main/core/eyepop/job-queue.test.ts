import { describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue';

const { signal } = new AbortController();

describe('JobQueue', () => {
  it('lets so many in, and the others in their order', async () => {
    const queue = new JobQueue(2);
    const inside: string[] = [];
    const leaves: (() => void)[] = [];
    const enter = (name: string, stop = signal) =>
      queue.enter(stop).then((leave) => {
        inside.push(name);
        leaves.push(leave);
      });
    const stopped = new AbortController();
    const [, , c, d, e] = [enter('a'), enter('b'), enter('c'), enter('d', stopped.signal), enter('e')];
    await Promise.resolve();
    expect(inside).toEqual(['a', 'b']);
    stopped.abort();
    await expect(d).rejects.toMatchObject({ name: 'AbortError' });
    leaves[0]?.();
    await c;
    leaves[1]?.();
    await e;
    expect(inside).toEqual(['a', 'b', 'c', 'e']);
    leaves[2]?.();
    leaves[3]?.();
    await Promise.all([enter('f'), enter('g')]);
    expect(inside).toHaveLength(6);
  });
});
