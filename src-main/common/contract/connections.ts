import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base';

export const ConnectionId = z.uuid().brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof ConnectionId>;

export const Provider = z.enum(['clouditia', 'eyepop']);
export type Provider = z.infer<typeof Provider>;

/** An account at a provider. Its key stays in the core. */
export const Connection = z.object({
  id: ConnectionId,
  provider: Provider,
  name: z.string(),
  baseUrl: z.string(),
  hasKey: z.boolean().describe('false where it was kept in memory, or by another shell: it must be given again'),
  addedAtMs: z.int(),
});
export type Connection = z.infer<typeof Connection>;

export const SecretsKeptIn = z
  .enum(['system', 'file', 'memory'])
  .describe('the keychain of the system, a file that this user alone can read, or not beyond the end of the program');
export type SecretsKeptIn = z.infer<typeof SecretsKeptIn>;

const name = z.string().trim().min(1).max(80);
const key = z.string().trim().min(1).max(4096);
const one = z.object({ connectionId: ConnectionId });

export const connections = {
  list: base.output(z.object({ connections: z.array(Connection), keysKeptIn: SecretsKeptIn })),
  /** Stores it without asking the provider; `test` does that. */
  add: base.input(z.object({ provider: Provider, name, baseUrl: z.string().max(2048), key })).output(Connection),
  update: base.input(one.extend({ name: name.optional(), key: key.optional() })).output(Connection),
  /** Asks the provider whether it knows the key; costs nothing. */
  test: base.input(one).output(z.object({ account: z.string().nullable().describe('whose key it is, where said') })),
  remove: base.input(one).output(z.object({})),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
