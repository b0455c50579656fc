import { os } from '../api';
import type { PopService } from './pop-service';
import type { PopTrials } from './pop-trials';

export const popApi = (pops: PopService, trials: PopTrials) => ({
  list: os.pops.list.handler(() => pops.list()),
  save: os.pops.save.handler(({ input }) => pops.save(input.popId, input.name, input.pop)),
  remove: os.pops.remove.handler(({ input }) => ({ removed: pops.remove(input.popId) })),
  check: os.pops.check.handler(({ input }) => pops.check(input.pop)),
  tryOn: os.pops.tryOn.handler(({ input, context }) => trials.tryOn(input.mediaId, input.pop, context.signal)),
  bindings: os.pops.bindings.handler(() => pops.bindings()),
  bind: os.pops.bind.handler(({ input }) => pops.bind(input)),
  unbind: os.pops.unbind.handler(({ input }) => pops.unbind(input.alias)),
  changes: os.pops.changes.handler(async function* ({ context }) {
    for await (const revision of pops.changes.stream(context.signal)) yield { revision };
  }),
});
