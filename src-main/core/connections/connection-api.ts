import { os } from '../api';
import type { Secrets } from '../secrets/secrets';
import type { ConnectionService } from './connection-service';

export const connectionApi = (connections: ConnectionService, secrets: Secrets) => ({
  list: os.connections.list.handler(async () => ({
    connections: await connections.list(),
    keysKeptIn: secrets.keptIn,
  })),
  add: os.connections.add.handler(({ input }) => connections.add(input.provider, input.name, input.baseUrl, input.key)),
  update: os.connections.update.handler(({ input }) => connections.update(input.connectionId, input)),
  test: os.connections.test.handler(({ input, context }) => connections.test(input.connectionId, context.signal)),
  remove: os.connections.remove.handler(async ({ input }) => {
    await connections.remove(input.connectionId);
    return {};
  }),
  changes: os.connections.changes.handler(async function* ({ context }) {
    for await (const revision of connections.changes.stream(context.signal)) yield { revision };
  }),
});
