import { randomBytes, randomUUID } from 'node:crypto';
import type { Agenda } from './agenda';
import { refuse } from './answers';
import type { CreateRequest } from './create-request';
import { findById } from './find-by-id';
import { type MicroEur, secondsUntil } from './money';
import type { GpuCount, Stock } from './stock';
import type { User } from './users';

export type EndReason = 'asked' | 'cost-limit' | 'duration-limit' | 'no-credit' | 'failed';
export type Session = {
  readonly id: string;
  readonly owner: User;
  readonly gpus: readonly GpuCount[];
  readonly vcpu: number;
  readonly ramGb: number;
  readonly storageGb: number;
  readonly costLimit: MicroEur | null;
  readonly durationLimitSeconds: number | null;
  readonly ratePerHour: MicroEur;
  readonly firstPort: number;
  readonly createdMs: number;
  name: string;
  status: 'pending' | 'running' | 'stopped' | 'failed';
  password: string | null;
  startedMs: number | null;
  endedMs: number | null;
  endReason: EndReason | null;
  isStopAsked: boolean;
};

export type SessionDelays = { readonly startMs: number; readonly stopMs: number };

/** The life of every session: pending, running, stopped or failed. */
export class Sessions {
  /** Oldest first. */
  readonly all: Session[] = [];

  constructor(
    private readonly agenda: Agenda,
    private readonly stock: Stock,
    private readonly delays: SessionDelays,
    private readonly onEnd: (session: Session) => void,
  ) {}

  /** Takes the GPUs, which must be free, and starts them up. */
  create(owner: User, wish: CreateRequest, gpus: readonly GpuCount[]): Session {
    const id = randomUUID();
    const { vcpu, ramGb, storageGb, costLimit, durationLimitSeconds } = wish;
    const session: Session = {
      ...{ id, owner, gpus, vcpu, ramGb, storageGb, costLimit, durationLimitSeconds },
      ratePerHour: this.stock.ratePerHour(gpus),
      firstPort: 30_000 + 2 * this.all.length,
      createdMs: this.agenda.nowMs,
      name: `compute-gpu-${id.slice(0, 8)}`,
      status: 'pending',
      password: randomBytes(9).toString('base64url'),
      ...{ startedMs: null, endedMs: null, endReason: null, isStopAsked: false },
    };
    this.stock.take(gpus);
    this.all.push(session);
    this.agenda.at(this.agenda.nowMs + this.delays.startMs, () => this.#start(session));
    return session;
  }

  /** Newest first. */
  of(owner: User): Session[] {
    return this.all.filter((session) => session.owner === owner).reverse();
  }

  /** Other people's sessions look absent. */
  find(owner: User, id: string): Session | null {
    return findById(this.of(owner), id);
  }

  /** It goes on running, and is billed, until the delay is over. */
  askToStop(session: Session): void {
    if (isOver(session)) throw refuse('Session déjà arrêtée');
    if (session.isStopAsked) return;
    session.isStopAsked = true;
    this.agenda.at(this.agenda.nowMs + this.delays.stopMs, () => this.end(session, 'asked'));
  }

  end(session: Session, reason: EndReason): void {
    if (isOver(session)) return;
    session.status = reason === 'failed' ? 'failed' : 'stopped';
    session.endedMs = this.agenda.nowMs;
    session.endReason = reason;
    session.password = null;
    this.stock.giveBack(session.gpus);
    this.onEnd(session);
  }

  #start(session: Session): void {
    if (isOver(session)) return;
    session.status = 'running';
    session.startedMs = this.agenda.nowMs;
    const { costLimit, durationLimitSeconds, ratePerHour } = session;
    if (costLimit !== null) this.#endAfter(session, secondsUntil(costLimit, ratePerHour), 'cost-limit');
    if (durationLimitSeconds !== null) this.#endAfter(session, durationLimitSeconds, 'duration-limit');
  }

  #endAfter(session: Session, seconds: number, reason: EndReason): void {
    this.agenda.at(this.agenda.nowMs + seconds * 1000, () => this.end(session, reason));
  }
}

export const isOver = (session: Session) => session.status === 'stopped' || session.status === 'failed';
