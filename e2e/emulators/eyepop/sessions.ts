import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { found } from './http-problem';
import type { Pipelines } from './pipelines';
import type { Tokens } from './tokens';

export type SessionOptions = {
  readonly name: string | null;
  /** A deployment: it is met again by its id alone, and never listed as one to take over. */
  readonly isPersistent: boolean;
  readonly pipelineVersion: string;
  /** Null where it was made without a Pop. */
  readonly pipelineId: string | null;
  /** What is wrong with its Pop. */
  readonly error: { readonly code: string; readonly message: string; readonly details: string } | null;
};

type Session = Omit<SessionOptions, 'pipelineId' | 'error'> & {
  readonly uuid: string;
  readonly createdAtMs: number;
  pipelineId: string | null;
  error: SessionOptions['error'];
  usedAtMs: number;
  isStopped: boolean;
};

const starting = ['pending', 'pipeline_creating', 'pipeline_checking'] as const;

/** Compute sessions: they start, run, and stop when they are deleted or nobody has used them for long. */
export class Sessions {
  /** What the next looks at a session's status say, whatever it is. */
  script: string[] = [];
  readonly #byUuid = new Map<string, Session>();

  constructor(
    private readonly url: () => string,
    private readonly tokens: Tokens,
    private readonly pipelines: Pipelines,
    private readonly clock: Clock,
    /** How long a session takes to start, and how long it lives unused. */
    private readonly options: { readonly startupMs: number; readonly idleMs: number },
  ) {}

  create(options: SessionOptions): Session {
    const nowMs = this.#nowMs();
    const session = { ...options, uuid: randomUUID(), createdAtMs: nowMs, usedAtMs: nowMs, isStopped: false };
    this.#byUuid.set(session.uuid, session);
    return session;
  }

  /** A session that was made under a name keeps it, and gets the pipeline of the newest Pop. */
  createOrRenew(options: SessionOptions): Session {
    const same = this.living.find(({ name, isPersistent }) => !isPersistent && name !== null && name === options.name);
    if (!same) return this.create(options);
    if (same.pipelineId && options.pipelineId) this.pipelines.delete(same.pipelineId);
    same.pipelineId = options.pipelineId ?? same.pipelineId;
    same.error = options.error;
    return same;
  }

  get living(): Session[] {
    return [...this.#byUuid.keys()].flatMap((uuid) => this.get(uuid) ?? []);
  }

  /** Null where there is none, or none any more. */
  get(uuid: string): Session | null {
    const session = this.#byUuid.get(uuid);
    if (!session || session.isStopped) return null;
    if (this.#nowMs() - session.usedAtMs < this.options.idleMs) return session;
    this.stop(session);
    return null;
  }

  /** What lies below a session is there for as long as it lives, and is what keeps it alive. @throws {HttpProblem} 404 */
  use(path: string): void {
    const uuid = /^\/session\/([^/]+)/.exec(path)?.[1];
    if (uuid !== undefined) found(this.get(uuid), 'session').usedAtMs = this.#nowMs();
  }

  stop(session: Session): void {
    session.isStopped = true;
    if (session.pipelineId) this.pipelines.delete(session.pipelineId);
  }

  /** What a look at it says: what the script does, or else its own. */
  status(session: Session): string {
    return this.script.shift() ?? this.ownStatus(session);
  }

  /** By its age, until it runs. */
  ownStatus(session: Session): string {
    if (session.error) return 'pipeline_error';
    const age = this.#nowMs() - session.createdAtMs;
    const { startupMs } = this.options;
    return starting[Math.floor((age / startupMs) * starting.length)] ?? 'running';
  }

  /** How long it takes until it runs. */
  msToReady(session: Session): number {
    return Math.max(0, session.createdAtMs + this.options.startupMs - this.#nowMs());
  }

  /** The session as EyePop shows it, with a token of its own; null only where its strictest client takes it. */
  toJson(session: Session, status: string) {
    const { expires_at, expires_in, access_token } = this.tokens.issue(session.uuid);
    const pipeline = session.pipelineId !== null && this.pipelines.get(session.pipelineId) ? session.pipelineId : null;
    return {
      session_uuid: session.uuid,
      session_endpoint: `${this.url()}/session/${session.uuid}`,
      access_token,
      access_token_expires_at: expires_at,
      access_token_expires_in: expires_in,
      access_token_valid_until: Date.parse(expires_at),
      session_name: session.name ?? '',
      session_status: status,
      session_message: '',
      session_active: status === 'running' || status === 'pipeline_ok',
      persistent: session.isPersistent,
      pipeline_version: session.pipelineVersion,
      pipeline_ttl: null,
      pipelines: pipeline === null ? [] : [{ pipeline_id: pipeline, id: pipeline }],
      ...(pipeline !== null && { pipeline_uuid: pipeline }),
      ...(session.error && { pipeline_error: session.error }),
      user_uuid: 'emulated-user',
      created_at: new Date(session.createdAtMs).toISOString(),
      uptime: (this.#nowMs() - session.createdAtMs) * 1e6,
      compute_resources: {},
    };
  }

  #nowMs(): number {
    return this.clock.now().getTime();
  }
}
