import { Agenda } from './agenda';
import { Billing } from './billing';
import { Queue } from './queue';
import { Scheduler } from './scheduler';
import { type Session, Sessions } from './sessions';
import { Stock } from './stock';
import { Users } from './users';

export type WorldRules = {
  /** From created to running. */
  readonly startMs: number;
  /** From the request to stop to stopped. */
  readonly stopMs: number;
  /** Between two attempts of what waits. */
  readonly queueMs: number;
};
export type World = ReturnType<typeof createWorld>;

/** Everything that the service knows, at one moment of its own time. */
export function createWorld(startMs: number, rules: WorldRules, onEnd: (session: Session) => void) {
  const agenda = new Agenda(startMs);
  const users = new Users();
  const stock = new Stock();
  const sessions = new Sessions(agenda, stock, rules, onEnd);
  const billing = new Billing(agenda, sessions, users);
  const scheduler = new Scheduler(stock, sessions, billing);
  const queue = new Queue(agenda, scheduler, rules.queueMs);
  return { agenda, users, stock, sessions, billing, scheduler, queue };
}
