import { z } from 'zod';
import type { Context } from './context';
import type { Exchange } from './exchange';
import { Fault } from './faults';
import type { Route } from './router';

const Change = z.looseObject({ change_type: z.string() });
const Closing = z.strictObject({ code: z.int().optional(), reason: z.string().optional() });

/** What no service has: tests in other processes look at the emulator and disturb it through these. */
export function controlRoutes(context: Context): Route[] {
  const { faults, log, tokens, sessions, pipelines, events } = context;
  const route = (path: string, act: (exchange: Exchange) => unknown): Route => ({
    route: path.replace(' ', ' /_emulator'),
    isOpen: true,
    handle: async (exchange) => exchange.json(200, (await act(exchange)) ?? {}),
  });
  return [
    route('GET /requests', () => log.entries),
    route('DELETE /requests', () => log.clear()),
    route('GET /faults', () => faults.waiting),
    route('DELETE /faults', () => faults.clear()),
    route('POST /faults', async (exchange) => {
      const asked = await exchange.jsonBody(z.array(Fault).or(Fault));
      for (const fault of [asked].flat()) faults.add(fault);
    }),
    route('POST /tokens/expire', () => tokens.expireAll()),
    route('PUT /session-statuses', async (exchange) => {
      sessions.script = await exchange.jsonBody(z.array(z.string()));
    }),
    route('POST /pipelines/expire', () => pipelines.deleteAll()),
    route('GET /events', () => events.received),
    route('POST /events', async (exchange) => events.send(await exchange.jsonBody(Change))),
    route('POST /events/close', async (exchange) => {
      const { code, reason } = await exchange.jsonBody(Closing);
      events.closeAll(code, reason);
    }),
  ];
}
