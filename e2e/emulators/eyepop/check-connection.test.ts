import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConnection } from '#core/eyepop/check-connection';
import type { EyePopConnection } from '#core/eyepop/eyepop-connection';
import { TestNet } from '#core/eyepop/test-net.builder';
import { connectionTo, never, oldConnectionTo } from './client.builder';
import { EyePopEmulator } from './emulator';
import { startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
afterAll(() => inference.close());

let emulator: EyePopEmulator;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
});
afterEach(() => emulator.close());

/** As `network ok, key EYEPOP_KEY_REFUSED`. */
async function checked(connection: EyePopConnection): Promise<string> {
  const steps = await checkConnection(new TestNet(), connection, () => {}, never());
  return steps.map(({ step, error }) => `${step} ${error?.code ?? 'ok'}`).join(', ');
}

describe('checkConnection', () => {
  it('goes through all steps, and leaves no pipeline', async () => {
    for (const connection of [connectionTo(emulator), oldConnectionTo(emulator)]) {
      expect(await checked(connection)).toBe('network ok, key ok, session ok, health ok, pipeline ok');
    }
    expect(emulator.pipelines.ids).toEqual([]);
    expect(emulator.log.routes.some((route) => route.includes('source'))).toBe(false);
  });

  it('stops at the network, the key, the session, its health or the pipeline', async () => {
    const there = connectionTo(emulator);
    expect(await checked({ ...there, url: 'http://127.0.0.1:1' })).toBe('network EYEPOP_UNREACHABLE');
    const wrong = { ...there, credentials: { kind: 'apiKey', key: 'wrong' } } as const;
    expect(await checked(wrong)).toBe('network ok, key EYEPOP_KEY_REFUSED');
    expect(await checked({ ...there, sessionUuid: 'gone' })).toBe('network ok, key ok, session EYEPOP_SESSION_GONE');
    emulator.sessions.script.push('failed');
    expect(await checked(there)).toBe('network ok, key ok, session ok, health EYEPOP_SESSION_DEAD');
    const named = oldConnectionTo(emulator, { popId: 'nobody' });
    expect(await checked(named)).toBe('network ok, key ok, session ok, health ok, pipeline EYEPOP_POP_UNKNOWN');
  });
});
