import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { chanceOf } from './chance.builder';
import type { ClouditiaEmulator } from './emulator';
import type { Fault } from './faults';
import { type App, aNewSession, type Desk, openApp } from './workplace.builder';

const TYPES = ['nvidia-rtx-3060ti', 'nvidia-rtx-3080ti', 'nvidia-rtx-3090', 'nvidia-rtx-4090'];
const API = '/jobs/api/computing';
const Made = z.object({ session: z.object({ id: z.string() }) });
/** What goes wrong, each for a request or a few. */
const FAULTS: readonly z.input<typeof Fault>[] = [
  { kind: 'reset-after', route: `POST ${API}/sessions/create/` },
  { kind: 'html', route: `POST ${API}/sessions/create/` },
  { kind: 'status', status: 500, route: `POST ${API}/sessions/create/` },
  { kind: 'status', status: 503, route: `GET ${API}/`, count: 2 },
  { kind: 'html', route: 'GET' },
  { kind: 'reset', route: `POST ${API}/sessions/costs/` },
  { kind: 'cost-lags', seconds: 7000, count: 3, route: `POST ${API}/sessions/costs/` },
  { kind: 'cost-contradicts', count: 2, route: `POST ${API}/sessions/costs/` },
  { kind: 'numbers-as-strings', count: 5 },
  { kind: 'null-limits', count: 3 },
  { kind: 'unknown-fields', count: 3 },
  { kind: 'missing', keys: ['cost'], route: `POST ${API}/sessions/costs/` },
  { kind: 'missing', keys: ['duration_seconds'], route: `POST ${API}/sessions/costs/` },
  { kind: 'stop-ignored', route: `POST ${API}/sessions/stop/` },
  { kind: 'reset-after', route: `POST ${API}/sessions/stop/` },
  { kind: 'status', status: 401, count: 2 },
];

export type LifeOptions = { readonly days: number; readonly seed: number; readonly looksADay: number };
export type Life = {
  readonly app: App;
  readonly asked: number;
  readonly orphans: readonly string[];
  readonly faults: number;
  readonly restarts: number;
};

/**
 * Lets somebody live with the app: sessions that are started, stopped, left to their limits or started elsewhere, an
 * app that is killed and opened again, a clock that is wrong, and much that goes wrong at the provider. In the end all
 * is looked at in peace.
 */
export async function liveOn(desk: Desk, { days, seed, looksADay }: LifeOptions): Promise<Life> {
  const { clouditia } = desk;
  const chance = chanceOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T; // the list is not empty
  let [app, asked, faults, restarts] = [openApp(desk), 0, 0, 0];
  const orphans: string[] = [];
  /** What a provider refuses, or what cannot be known now, is part of life; anything else is a bug. */
  const endured = async (work: Promise<unknown>) => {
    await work.catch((error: unknown) => {
      if (!(error instanceof ReticleError)) throw error;
    });
  };
  for (let look = 0; look < days * looksADay; look += 1) {
    clouditia.advance(((0.5 + chance()) * 86_400) / looksADay);
    if (chance() < 0.25) {
      clouditia.fault(pick(FAULTS));
      faults += 1;
    }
    if (chance() < 0.02) desk.skewMs = pick([0, 0, -7, 5]) * 3_600_000;
    if (chance() < 0.05) {
      await app.close();
      app = openApp(desk);
      restarts += 1;
    }
    const alive = app.sessions.alive();
    if (chance() < 0.3 && alive.length < 4) {
      asked += 1;
      const gpus = [{ type: pick(TYPES), count: 1 + Math.floor(chance() * 2) }];
      const limit = chance() < 0.5 ? { minor: 20 + Math.floor(chance() * 150), currency: 'EUR' } : null;
      const durationLimitSeconds = chance() < 0.3 ? 600 + Math.floor(chance() * 20_000) : null;
      const wish = aNewSession(desk.connectionId, { gpus, costLimit: limit, durationLimitSeconds });
      await endured(app.sessions.create(wish));
      if (chance() < 0.3) await endured(app.sessions.create(wish));
    }
    if (chance() < 0.03) orphans.push(...(await startedElsewhere(clouditia)));
    if (chance() < 0.3 && alive.length > 0) await endured(app.sessions.stop(pick(alive).id, 'person'));
    await app.watch.turn();
    await app.sessions.stopsSettled();
  }
  await inPeace(desk, app);
  return { app, asked, orphans, faults, restarts };
}

/** Nothing goes wrong any more, everything is stopped, and the last word about all of it is read. */
async function inPeace(desk: Desk, app: App): Promise<void> {
  await fetch(`${desk.clouditia.controlUrl}/faults/`, { method: 'DELETE' });
  desk.skewMs = 0;
  await app.watch.turn();
  await app.sessions.stopAll('person');
  for (let turn = 0; turn < 12; turn += 1) {
    desk.clouditia.advance(60);
    await app.watch.turn();
    await app.sessions.stopsSettled();
  }
}

/** Somebody uses the same account from another program. */
async function startedElsewhere({ url, apiKey }: ClouditiaEmulator): Promise<string[]> {
  const response = await fetch(`${url}/api/computing/sessions/create/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ vcpu: 2, gpu_type: TYPES[0], cost_limit: 0.5 }),
  }).catch(() => null);
  // A fault may have met this program instead of ours.
  const made = Made.safeParse(await response?.json().catch(() => null));
  return made.success ? [made.data.session.id] : [];
}

/** By how much the ledger and the provider's own books differ, and what else must never be. */
export function auditOf({ app, orphans }: Life, { clouditia }: Desk) {
  const book = clouditia.world.billing.books()[0];
  const entries = app.sessions.list(100_000);
  const byProviderId = new Map(entries.map((entry) => [entry.providerId, entry]));
  const inBooks = book?.sessions ?? [];
  return {
    sessions: inBooks.length,
    chargedCents: book?.chargedCents ?? 0,
    ledgerCents: app.costs.spent('0000-00-00', '9999-99-99').reduce((sum, { minor }) => sum + minor, 0),
    /** Sessions whose cost in the ledger is not to the cent what they were charged. */
    wrong: inBooks.filter(({ id, chargedCents }) => (byProviderId.get(id)?.cost?.amount.minor ?? 0) !== chargedCents),
    lost: inBooks.filter(({ id }) => !byProviderId.has(id)),
    orphansFound: orphans.filter((id) => byProviderId.has(id)).length,
    twice:
      entries.filter(({ providerId }) => providerId !== null).length -
      byProviderId.size +
      (byProviderId.has(null) ? 1 : 0),
    /** Called stopped by us, not by the provider. */
    notStopped: inBooks.filter(({ id, endedAtMs }) => endedAtMs === null && byProviderId.get(id)?.billing === 'ended'),
    open: app.ledger.alive().length,
    /** Sessions that cost more than the cap of a session, 2 €. */
    pastCap: inBooks.filter(({ chargedCents }) => chargedCents > 200).length,
  };
}
