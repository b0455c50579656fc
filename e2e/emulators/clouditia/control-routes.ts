import { z } from 'zod';
import type { Answer } from './answers';
import { Refusal } from './answers';
import { Fault, type Faults } from './faults';
import { findById } from './find-by-id';
import type { RequestLog } from './request-log';
import type { Handler, Routes } from './router';
import type { World } from './world';

const ok = (body: Readonly<Record<string, unknown>> = {}): Answer => ({ status: 200, body });

/** Routes that no client calls: they turn the emulator's knobs and read what it knows. */
export function controlRoutes(
  world: World,
  faults: Faults,
  log: RequestLog,
  advance: (seconds: number) => void,
): Routes {
  const { agenda, billing, queue, sessions, stock, users } = world;
  return {
    'POST /clock/': reading(z.object({ advanceSeconds: z.number().nonnegative() }), ({ advanceSeconds }) => {
      advance(advanceSeconds);
      return ok({ nowMs: agenda.nowMs });
    }),
    'GET /clock/': () => ok({ nowMs: agenda.nowMs }),
    'POST /stock/': reading(z.object({ gpuType: z.string(), available: z.int().nonnegative() }), (wanted) => {
      stock.set(wanted.gpuType, wanted.available);
      return ok();
    }),
    'POST /users/': reading(z.object({ name: z.string(), apiKey: z.string(), creditCents: z.int() }), (user) => {
      users.add(user.name, user.apiKey, user.creditCents);
      return ok();
    }),
    'POST /credit/': reading(z.object({ user: z.string(), creditCents: z.int() }), ({ user, creditCents }) => {
      users.named(user).creditCents = creditCents;
      return ok();
    }),
    'POST /revoke/': reading(z.object({ user: z.string() }), ({ user }) => {
      users.named(user).isKeyRevoked = true;
      return ok();
    }),
    'POST /sessions/fail/': reading(z.object({ sessionId: z.string() }), ({ sessionId }) => {
      const session = findById(sessions.all, sessionId);
      if (!session) throw new Refusal(404, 'no such session');
      sessions.end(session, 'failed');
      return ok();
    }),
    'POST /queue/fail/': reading(z.object({ user: z.string(), queueId: z.string() }), ({ user, queueId }) => {
      queue.end(queue.find(users.named(user), queueId), 'failed');
      return ok();
    }),
    'POST /faults/': reading(Fault, (fault) => {
      faults.add(fault);
      return ok();
    }),
    'GET /faults/': () => ok({ faults: faults.list() }),
    'DELETE /faults/': () => {
      faults.clear();
      return ok();
    },
    'GET /books/': () => ok({ books: billing.books() }),
    'GET /log/': () => ok({ log: log.entries }),
  };
}

function reading<T>(schema: z.ZodType<T>, handle: (body: T) => Answer): Handler {
  return ({ body }) => {
    const result = schema.safeParse(body);
    if (!result.success) throw new Refusal(400, z.prettifyError(result.error));
    return handle(result.data);
  };
}
