import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import { contract } from '#common/contract/contract';
import { defaultSettings, type Settings } from '#common/contract/settings';
import { connectByPort } from './connection';
import { wireErrorOf } from './wire-error-of';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A core that knows settings only, behind a real MessageChannel. */
function aCore(read: () => Settings) {
  const os = implement(contract);
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const router = { settings: { get: os.settings.get.handler(read) } };
  new RPCHandler(router).upgrade(port1, { context: {} });
  port1.start();
  return port2;
}

describe('connectByPort', () => {
  it('lets calls made before the port came wait for it', async () => {
    const handedOver = Promise.withResolvers<MessagePort>();
    const { api, state } = connectByPort(handedOver.promise);
    const answer = api.settings.get();
    expect(state.getState().status).toBe('connecting');
    handedOver.resolve(aCore(() => defaultSettings));
    expect(await answer).toEqual(defaultSettings);
    expect(state.getState()).toMatchObject({ status: 'open', epoch: 1 });
  });

  it('ends a waiting call when its signal does', async () => {
    const { api } = connectByPort(new Promise(() => {}));
    const reader = new AbortController();
    const answer = api.settings.get(undefined, { signal: reader.signal });
    reader.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hands on the declared error of a call', async () => {
    const os = implement(contract);
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const failing = os.settings.get.handler(({ errors }) => {
      throw errors.FAILED({ data: { code: 'DISK_FULL', userMessage: 'full', params: { what: 'it' } } });
    });
    new RPCHandler({ settings: { get: failing } }).upgrade(port1, { context: {} });
    port1.start();
    const { api } = connectByPort(Promise.resolve(port2));
    const error = await api.settings.get().catch((thrown: unknown) => thrown);
    expect(wireErrorOf(error)).toEqual({ code: 'DISK_FULL', userMessage: 'full', params: { what: 'it' } });
  });
});
