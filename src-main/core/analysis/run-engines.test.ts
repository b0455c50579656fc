import { describe, expect, it } from 'vitest';
import type { ConnectionId } from '#common/contract/connections';
import type { RunId } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { EngineName, MediaEngine } from './media-engine';
import { RunEngines, type RunPlace } from './run-engines';

const run = 'run' as RunId; // brands for short names
const connectionId = 'connection' as ConnectionId;
const { signal } = new AbortController();

const named = (engine: EngineName, fails: () => boolean = () => false): MediaEngine => ({
  picturesAtOnce: 1,
  picture: async () => {
    if (fails()) throw new ReticleError('EYEPOP_UNREACHABLE', { host: 'there' });
    return { prediction: { source_width: 1, source_height: 1 }, elapsedMs: 1, engine };
  },
  frames: async function* () {},
});

function engines(place: RunPlace, { connects = () => true as boolean, fails = () => false as boolean } = {}) {
  const seen = { connected: 0, left: 0, lost: [] as string[] };
  const timers = new Set<() => void>();
  const all = new RunEngines({
    placeOf: () => place,
    local: () => named('local'),
    remote: async () => {
      seen.connected += 1;
      if (!connects()) throw new ReticleError('EYEPOP_KEY_REFUSED');
      const leave = async () => {
        seen.left += 1;
      };
      return { engine: named('eyepop', fails), leave };
    },
    onLost: (_, { code }) => seen.lost.push(code),
    after: (_, act) => {
      timers.add(act);
      return () => timers.delete(act);
    },
  });
  const picture = () => all.use(run, 'm', (engine) => engine.picture('a.jpg', 0, signal)).then(({ engine }) => engine);
  /** What waits for its time, and does not any more. */
  const taken = () => {
    const acts = [...timers];
    timers.clear();
    return acts;
  };
  const pass = Object.assign(
    () => {
      for (const act of taken()) act();
    },
    { taken },
  );
  return { all, seen, picture, pass };
}

describe('the engine of a run', () => {
  it('is this computer, with nobody asked, where that was chosen', async () => {
    const { seen, picture } = engines({ where: 'local', connectionId: null });
    expect(await picture()).toBe('local');
    expect(seen.connected).toBe(0);
  });

  it('is connected once for all items, and left some time after the last', async () => {
    const { seen, picture, pass } = engines({ where: 'eyepop', connectionId });
    expect(await Promise.all([picture(), picture(), picture()])).toEqual(['eyepop', 'eyepop', 'eyepop']);
    expect(await picture()).toBe('eyepop');
    expect(seen).toMatchObject({ connected: 1, left: 0 });
    pass();
    await expect.poll(() => seen.left).toBe(1);
    expect(await picture()).toBe('eyepop');
    expect(seen.connected).toBe(2);
  });

  it('fails with the reason where it cannot be had, and is tried again by the next item', async () => {
    const { seen, picture } = engines({ where: 'eyepop', connectionId }, { connects: () => false });
    await expect(picture()).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
    await expect(picture()).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
    expect(seen.connected).toBe(2);
  });

  it('is not left while it works because one before it could not be had', async () => {
    let connects = false;
    const { seen, picture, pass } = engines({ where: 'eyepop', connectionId }, { connects: () => connects });
    await expect(picture()).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
    const stale = pass.taken();
    connects = true;
    expect(await picture()).toBe('eyepop');
    for (const act of stale) act();
    expect(await picture()).toBe('eyepop');
    expect(seen).toMatchObject({ connected: 2, left: 0 });
  });

  it('is this computer with auto where EyePop cannot be had, or is lost on the way; that is told once', async () => {
    const never = engines({ where: 'auto', connectionId }, { connects: () => false });
    expect([await never.picture(), await never.picture()]).toEqual(['local', 'local']);
    expect(never.seen.lost).toEqual(['EYEPOP_KEY_REFUSED']);
    let isDown = false;
    const lost = engines({ where: 'auto', connectionId }, { fails: () => isDown });
    expect(await lost.picture()).toBe('eyepop');
    isDown = true;
    expect([await lost.picture(), await lost.picture()]).toEqual(['local', 'local']);
    expect(lost.seen.lost).toEqual(['EYEPOP_UNREACHABLE']);
  });

  it('is left at the end of the app', async () => {
    const { all, seen, picture } = engines({ where: 'eyepop', connectionId });
    await picture();
    await all.close();
    expect(seen.left).toBe(1);
  });
});
