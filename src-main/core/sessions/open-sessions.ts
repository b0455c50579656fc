import type { Logger } from 'pino';
import type { ConnectionService } from '../connections/connection-service';
import type { Database } from '../store/open-database';
import { Accounts, type ProviderClients } from './accounts';
import { BudgetStore } from './budget-store';
import { Budgets } from './budgets';
import { localCalendar } from './cost-days';
import { CostLedger } from './cost-ledger';
import { ForecastStore } from './forecast-store';
import { Forecasts } from './forecasts';
import { Ledger } from './ledger';
import { CostMeter } from './meter';
import { SessionService } from './session-service';
import { SessionWatch, type WatchOptions } from './session-watch';
import { StopStore } from './stop-store';

export type SessionsHost = {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
};
export type OpenSessions = ReturnType<typeof openSessions>;

/** Everything about sessions, wired: for the core, for the command line beside it, and for tests. */
export function openSessions(
  database: Database,
  connections: ConnectionService,
  clients: ProviderClients,
  idle: WatchOptions['idle'],
  host: SessionsHost,
) {
  const accounts = new Accounts(connections, clients, host.now);
  const ledger = new Ledger(database);
  const costs = new CostLedger(database, ledger, localCalendar);
  const budgets = new Budgets(new BudgetStore(database), ledger, costs, localCalendar, host.now);
  const books = { ledger, costs, stops: new StopStore(database), budgets };
  const sessions = new SessionService(books, accounts, host);
  const forecasts = new Forecasts(new ForecastStore(database), costs, budgets, localCalendar, host.now);
  const meter = new CostMeter(books, accounts, forecasts, localCalendar, host.now);
  const watch = new SessionWatch(sessions, books, accounts, forecasts, { idle, wait: host.wait, log: host.log });
  const close = async () => {
    const watched = watch.close();
    // What the watch waits for ends with the sessions' own requests.
    await sessions.close();
    await watched;
  };
  return { ...books, accounts, sessions, meter, forecasts, watch, close };
}
