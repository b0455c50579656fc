import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { Connection } from '#common/contract/connections';
import type { Session } from '#common/contract/sessions';
import { ReticleError } from '#common/errors';
import type { OpenSessions } from '#core/sessions/open-sessions';
import type { CreateArgs, SessionsArgs } from './session-args';
import { moneyText, rateText, sessionsTable } from './session-texts';
import { table } from './text-table';
import { UsageError } from './usage';

const READY_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 3000;

export type SessionsCore = {
  readonly paid: OpenSessions;
  /** Those whose key is here; the one that the environment names first. */
  readonly connections: readonly Connection[];
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};
type Out = { readonly stdout: Writable; readonly json: boolean };

/** @returns the exit status: 1 where a stop was not confirmed @throws {ReticleError} of the provider */
export async function sessionsCommand(
  args: SessionsArgs,
  core: SessionsCore,
  stdout: Writable,
  signal: AbortSignal,
): Promise<number> {
  const { id } = connectionOf(args.connection, core.connections);
  const { sessions, accounts, costs, meter } = core.paid;
  const out = { stdout, json: args.json };
  switch (args.action) {
    case 'list': {
      await sessions.look(id);
      const all = sessions.list(500);
      return show(out, all, sessionsTable(all));
    }
    case 'create':
      return show(out, await create(args, id, core, signal), (session) => sessionsTable([session]));
    case 'stop':
      await sessions.look(id);
      return stopped(out, [await sessions.stop(sessions.resolve(args.session).id, 'person')]);
    case 'stop-all':
      await sessions.look(id);
      return stopped(out, await sessions.stopAll('person'));
    case 'cost': {
      await sessions.look(id);
      if (args.session !== null) {
        const session = sessions.resolve(args.session);
        return show(out, session, sessionsTable([session]));
      }
      const { today, month, rates } = await meter.read();
      const rows = [
        ['NOW', rates.map(rateText).join(' + ') || '0/h'],
        ['TODAY', today.map(moneyText).join(' + ') || '0'],
        ['THIS MONTH', month.map(moneyText).join(' + ') || '0'],
      ];
      return show(out, { rates, today, month, days: costs.days('0000-00-00', '9999-99-99') }, table(rows));
    }
    case 'gpus': {
      const offers = await accounts.asking(id, ({ api }) => api.offers(signal));
      const rows = offers.map(({ type, available, rate }) => [
        type,
        String(available),
        rate ? rateText(rate) : 'unknown',
      ]);
      return show(out, offers, table([['GPU', 'FREE', 'PRICE'], ...rows]));
    }
    case 'balance': {
      const balance = await accounts.asking(id, ({ api }) => api.balance(signal));
      return show(out, balance, `${moneyText(balance)}\n`);
    }
    case 'queue': {
      const jobs = await accounts.asking(id, ({ api }) => api.queue(signal));
      const rows = jobs.map(({ queueId, state, position, attempts, lastError }) => [
        ...[queueId.slice(0, 8), state, position === null ? '-' : String(position), String(attempts), lastError ?? ''],
      ]);
      return show(out, jobs, table([['ID', 'STATE', 'PLACE', 'TRIES', 'LAST ANSWER'], ...rows]));
    }
  }
}

async function create(
  { wait, ...wish }: CreateArgs,
  connectionId: Connection['id'],
  { paid: { sessions }, wait: pause }: SessionsCore,
  signal: AbortSignal,
): Promise<Session> {
  const { gpus, name, vcpu, ramGb, storageGb, costLimit, durationLimitSeconds, allowPartial } = wish;
  const made = await sessions.create({
    ...{ requestId: randomUUID(), connectionId, gpus, name, vcpu, ramGb, storageGb, costLimit, durationLimitSeconds },
    ...{ allowPartial, queueIfUnavailable: wish.queueIfUnavailable, tags: wish.tags },
  });
  let session = made;
  for (let waitedMs = 0; wait && session.state === 'starting'; waitedMs += LOOK_EVERY_MS) {
    if (waitedMs >= READY_WITHIN_MS) throw new ReticleError('CLOUDITIA_NOT_READY', { seconds: READY_WITHIN_MS / 1000 });
    await pause(LOOK_EVERY_MS, signal);
    await sessions.look(connectionId);
    session = sessions.get(made.id);
  }
  return session;
}

function connectionOf(named: string | null, connections: readonly Connection[]): Connection {
  if (connections.length === 0) {
    throw new UsageError('There is no account. Connect one in the window, or set RETICLE_CLOUDITIA_KEY.');
  }
  const fitting = connections.filter(({ name, id }) => named === null || name === named || id === named);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const names = connections.map(({ name }) => name).join(', ');
  throw new UsageError(`--connection says which account: ${names}.`);
}

/** Whether the provider says so decides, not whether we asked. */
function stopped(out: Out, sessions: Session[]): number {
  show(out, sessions, sessions.length === 0 ? 'Nothing is running.\n' : sessionsTable(sessions));
  return sessions.every(({ state, billing }) => state !== 'vanished' && (billing === 'ended' || billing === 'none'))
    ? 0
    : 1;
}

function show<T>({ stdout, json }: Out, value: T, text: string | ((value: T) => string)): number {
  stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : typeof text === 'string' ? text : text(value));
  return 0;
}
