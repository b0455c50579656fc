import { describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import { EyePopTroubleError, type Trouble } from './eyepop-errors';
import { TestNet } from './test-net.builder';
import { type Bearer, onePlace, type Places, withRetries } from './with-retries';

const { signal } = new AbortController();
const trouble = (kind: Trouble, retryAfterMs: number | null = null) =>
  new EyePopTroubleError(kind, 'EYEPOP_BUSY', { status: 0, reason: kind }, retryAfterMs);
const bearer: Bearer = { get: async () => 'old', replace: async () => 'new' };

/** Runs attempts that fail in turn as told, and then work. */
async function run(
  failures: readonly Error[],
  over: { places?: Places; isRepeatable?: boolean; tookMs?: number } = {},
) {
  const net = new TestNet();
  const tried: string[] = [];
  const left = [...failures];
  const places = over.places ?? onePlace('a');
  const attempt = async (place: string, token: string | null) => {
    tried.push(`${place}:${token}`);
    net.advance(over.tookMs ?? 0);
    const failure = left.shift();
    if (failure) throw failure;
    return 'done';
  };
  const result = await withRetries(
    net,
    { bearer, places, isRepeatable: over.isRepeatable ?? true },
    attempt,
    signal,
  ).catch((error: unknown) => error);
  return { result, tried, waits: net.waits };
}

describe('withRetries', () => {
  it.each([
    { name: '401 once', failures: ['token'], tried: 2, waits: [], ends: 'done' },
    { name: '401 twice', failures: ['token', 'token'], tried: 2, waits: [], ends: 'token' },
    { name: '5xx three times', failures: ['busy', 'busy', 'busy'], tried: 4, waits: [1000, 2000, 4000], ends: 'done' },
    {
      name: '5xx four times',
      failures: ['busy', 'busy', 'busy', 'busy'],
      tried: 4,
      waits: [1000, 2000, 4000],
      ends: 'busy',
    },
    { name: 'a lost connection', failures: ['lost'], tried: 2, waits: [], ends: 'done' },
    { name: 'two lost connections', failures: ['lost', 'lost'], tried: 2, waits: [], ends: 'lost' },
    { name: '404 in the only place', failures: ['missing'], tried: 1, waits: [], ends: 'missing' },
    { name: 'a source that fails twice', failures: ['source', 'source'], tried: 2, waits: [], ends: 'source' },
    {
      name: 'one of each',
      failures: ['busy', 'token', 'lost', 'source', 'busy'],
      tried: 6,
      waits: [1000, 2000],
      ends: 'done',
    },
  ] as const)('$name', async ({ failures, tried, waits, ends }) => {
    const end = await run(failures.map((kind) => trouble(kind)));
    expect(end.tried).toHaveLength(tried);
    expect(end.waits).toEqual(waits);
    if (ends === 'done') expect(end.result).toBe('done');
    else expect(end.result).toMatchObject({ trouble: ends });
  });

  it('goes on with the fresh token', async () => {
    expect((await run([trouble('token'), trouble('busy')])).tried).toEqual(['a:old', 'a:new', 'a:new']);
  });

  it('waits as long as it is told to, unless that is beyond the cap', async () => {
    expect((await run([trouble('busy', 20_000), trouble('busy', 10_000)])).waits).toEqual([20_000, 10_000]);
    const late = await run([trouble('busy', 20_000), trouble('busy', 10_001)]);
    expect(late).toMatchObject({ waits: [20_000], result: { trouble: 'busy' } });
  });

  it('gives what takes longer than the cap a second try, and no third', async () => {
    const places = { ...onePlace('a'), missed: () => true };
    const end = await run(Array(9).fill(trouble('lost')), { places, tookMs: 31_000 });
    expect(end.tried).toHaveLength(2);
  });

  it('ends when places go on failing for half a minute', async () => {
    const places = { ...onePlace('a'), missed: () => true };
    const end = await run(Array(99).fill(trouble('missing')), { places, tookMs: 1000 });
    expect(end.tried).toHaveLength(32);
  });

  it.each(['busy', 'lost'] as const)('does not repeat what may not be repeated (%s)', async (kind) => {
    const end = await run([trouble(kind)], { isRepeatable: false });
    expect(end).toMatchObject({ tried: ['a:old'], result: { trouble: kind } });
  });

  it('does not try again what no rule speaks of', async () => {
    const forbidden = new ReticleError('EYEPOP_FORBIDDEN', { reason: 'no' });
    expect(await run([forbidden])).toMatchObject({ tried: ['a:old'], result: forbidden });
  });
});
