import { type Answer, Refusal, refuse, success } from './answers';
import { displayed, displayedTotal, eurOf, eurOfCents } from './money';
import type { Request, Routes } from './router';
import { sessionOf } from './session-routes';
import type { Session } from './sessions';
import { shortId, time } from './wire-forms';
import type { World } from './world';

/** The account: its key, its balance, what is for sale and what sessions cost. */
export function accountRoutes(world: World): Routes {
  const userOf = (request: Request) => world.users.ofKey(request.key);
  return {
    'GET /verify/': (request) => {
      const { name, email, isKeyRevoked } = world.users.ownerOf(request.key);
      if (isKeyRevoked) return { status: 200, body: { valid: false } };
      return { status: 200, body: { valid: true, user: { username: name, email } } };
    },
    'GET /inventory/': (request) => {
      userOf(request);
      const free = world.stock.rows().filter((row) => row.available > 0);
      const inventory = free.map(({ slug, label, available, pricePerHour }) => ({
        ...{ gpu_type: slug, gpu_name: label, available },
        price_per_hour: eurOf(pricePerHour),
      }));
      return { status: 200, body: { inventory } };
    },
    'GET /balance/': (request) =>
      success({ balance: eurOfCents(world.billing.balanceCents(userOf(request))), currency: 'EUR' }),
    'GET /sessions/cost/': (request) => {
      const session = sessionOf(world, userOf(request), request.query.get('session_id') ?? '', request);
      return success({ ...costRow(world, session, request).row, currency: 'EUR' });
    },
    'POST /sessions/costs/': (request) => {
      const ids = request.body.session_ids;
      if (!Array.isArray(ids)) throw refuse('session_ids manque', { error_code: 'invalid_parameter' });
      const found = ids.flatMap((id) => world.sessions.find(userOf(request), String(id)) ?? []);
      return costs(world, [...new Set(found)], request);
    },
    'GET /sessions/costs/': (request) => {
      if (request.query.get('active_only') !== 'true') throw new Refusal(400, 'active_only manque');
      const own = world.sessions.of(userOf(request));
      return costs(
        world,
        own.filter((session) => session.status === 'running'),
        request,
      );
    },
  };
}

function costs(world: World, sessions: readonly Session[], request: Request): Answer {
  const seen = sessions.filter((session) => !request.faults.hides(session.id));
  const rows = seen.map((session) => costRow(world, session, request));
  const seconds = rows.reduce((sum, { row }) => sum + row.duration_seconds, 0);
  return success({
    session_count: rows.length,
    total_cost: eurOfCents(rows.reduce((sum, { cents }) => sum + cents, 0)),
    total_duration_seconds: seconds,
    total_duration_display: displayedTotal(seconds),
    currency: 'EUR',
    sessions: rows.map(({ row }) => row),
  });
}

function costRow({ agenda, billing }: World, session: Session, { faults }: Request) {
  const atMs = agenda.nowMs - 1000 * (faults.find('cost-lags')?.seconds ?? 0);
  const seconds = billing.seconds(session, atMs);
  const exact = billing.cents(session, atMs);
  const cents = faults.has('cost-contradicts') ? Math.floor(exact / 2) : exact;
  const row = {
    session_id: session.id,
    short_id: shortId(session.id),
    name: session.name,
    status: session.status,
    cost: eurOfCents(cents),
    hourly_rate: eurOf(session.ratePerHour),
    duration_seconds: seconds,
    duration_hours: Math.round((seconds / 3600) * 10_000) / 10_000,
    duration_display: displayed(seconds),
    started_at: time(session.startedMs),
    ended_at: time(session.endedMs),
  };
  return { cents, row };
}
