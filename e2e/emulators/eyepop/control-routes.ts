import { z } from 'zod';
import type { Context } from './context';
import type { Exchange } from './exchange';
import { Fault } from './faults';
import type { Route } from './router';

/** What no service has: tests in other processes look at the emulator and disturb it through these. */
export function controlRoutes(context: Context): Route[] {
  const { faults, log, tokens, sessions, pipelines } = context;
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
  ];
}
