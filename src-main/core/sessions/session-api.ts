import { os } from '../api';
import type { OpenSessions } from './open-sessions';

export const sessionApi = ({ sessions, meter, forecasts, budgets, costs, accounts }: OpenSessions) => ({
  list: os.sessions.list.handler(({ input }) => sessions.list(input.limit, input.offset)),
  get: os.sessions.get.handler(({ input }) => sessions.get(input.sessionId)),
  create: os.sessions.create.handler(({ input }) => sessions.create(input)),
  stop: os.sessions.stop.handler(({ input }) => sessions.stop(input.sessionId, 'person')),
  stopAll: os.sessions.stopAll.handler(() => sessions.stopAll('person')),
  access: os.sessions.access.handler(({ input, context }) => sessions.access(input.sessionId, context.signal)),
  adopt: os.sessions.adopt.handler(({ input }) => sessions.adopt(input.sessionId, input.tags)),
  rename: os.sessions.rename.handler(({ input, context }) =>
    sessions.rename(input.sessionId, input.name, context.signal),
  ),
  look: os.sessions.look.handler(async ({ input }) => {
    await sessions.look(input.connectionId);
    return {};
  }),
  meter: os.sessions.meter.handler(() => meter.read()),
  costs: os.sessions.costs.handler(({ input }) => costs.days(input.from, input.to)),
  pastForecasts: os.sessions.pastForecasts.handler(() => forecasts.past()),
  saveBudget: os.sessions.saveBudget.handler(({ input }) => {
    budgets.save(input);
    sessions.changes.bump();
    return budgets.states();
  }),
  removeBudget: os.sessions.removeBudget.handler(({ input }) => {
    budgets.remove(input.id);
    sessions.changes.bump();
    return budgets.states();
  }),
  offers: os.sessions.offers.handler(({ input, context }) =>
    accounts.asking(input.connectionId, ({ api }) => api.offers(context.signal)),
  ),
  queue: os.sessions.queue.handler(({ input, context }) =>
    accounts.asking(input.connectionId, ({ api }) => api.queue(context.signal)),
  ),
  changes: os.sessions.changes.handler(async function* ({ context }) {
    for await (const revision of sessions.changes.stream(context.signal)) yield { revision };
  }),
});
