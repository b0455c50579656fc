import { os } from '../api';
import type { Host } from '../host';
import type { ModelService } from './model-service';

export const modelApi = (models: ModelService, host: Host) => ({
  list: os.models.list.handler(() => models.list()),
  add: os.models.add.handler(({ input, context }) => models.add(input.path, input.name, context.signal)),
  rename: os.models.rename.handler(({ input }) => models.rename(input.modelId, input.name)),
  remove: os.models.remove.handler(async ({ input }) => ({ removed: await models.remove(input.modelId) })),
  pick: os.models.pick.handler(async ({ context }) => {
    const [path] = (await host.dialogs?.pick('model')) ?? [];
    return path === undefined ? null : models.add(path, undefined, context.signal);
  }),
  changes: os.models.changes.handler(async function* ({ context }) {
    for await (const revision of models.changes.stream(context.signal)) yield { revision };
  }),
});
