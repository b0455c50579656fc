import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackgroundJobs } from './background-jobs';
import { PersistentPython } from './persistent-python';
import { ONCE } from './python-code';
import { type ProcessEnd, type ProcessRules, type RunningProcess, startProcess } from './run-process';

type RunRules = Partial<Pick<ProcessRules, 'limitMs' | 'signal' | 'onText'>>;

/** A session's own folder, and all that runs in it. */
export class Workspace {
  readonly persistent = new Map<string, PersistentPython>();
  readonly jobs = new BackgroundJobs();
  readonly #running = new Set<RunningProcess>();

  /** @param folder - where commands start; deleted in the end */
  constructor(
    readonly folder: string,
    private readonly scratch: string,
    private readonly limitMs: number,
  ) {}

  /** The command is one argument of a plain `sh`, which reads no profile. */
  shell(command: string, rules: RunRules): RunningProcess {
    return this.#start('sh', ['-c', command], rules);
  }

  /** `result` is the value of the last expression, empty where there is none. */
  async python(code: string, rules: RunRules) {
    const [source, target] = [join(this.scratch, `${randomUUID()}.py`), join(this.scratch, randomUUID())];
    await writeFile(source, code);
    const { end, kill } = this.#start('python3', ['-c', ONCE, source, target], rules);
    const withResult = async (): Promise<ProcessEnd & { result: string }> => {
      const ended = await end;
      return { ...ended, result: ended.exitCode === 0 ? await readFile(target, 'utf8').catch(() => '') : '' };
    };
    return { end: withResult(), kill };
  }

  openPersistent(): string {
    const id = `p-${randomUUID()}`;
    this.persistent.set(id, new PersistentPython(this.folder));
    return id;
  }

  async close(): Promise<void> {
    for (const python of this.persistent.values()) python.close();
    for (const { kill } of this.#running) kill();
    await Promise.all([...this.#running].map(({ end }) => end));
  }

  /** What was asked for, but no longer than anything may run here. */
  capped(limitMs = Number.POSITIVE_INFINITY): number {
    return Math.min(limitMs, this.limitMs);
  }

  #start(program: string, args: readonly string[], rules: RunRules): RunningProcess {
    const limitMs = this.capped(rules.limitMs);
    const running = startProcess(program, args, { ...rules, cwd: this.folder, limitMs });
    this.#running.add(running);
    void running.end.then(() => this.#running.delete(running));
    return running;
  }
}

/** The workspaces of the sessions, made when first needed. */
export class Workspaces {
  readonly #open = new Map<string, Promise<{ readonly root: string; readonly workspace: Workspace }>>();

  constructor(private readonly limitMs: number) {}

  async of(sessionId: string): Promise<Workspace> {
    const known = this.#open.get(sessionId) ?? this.#make();
    this.#open.set(sessionId, known);
    return (await known).workspace;
  }

  /** Ends what runs there and deletes its files. */
  async close(sessionId: string): Promise<void> {
    const known = await this.#open.get(sessionId);
    if (!known) return;
    this.#open.delete(sessionId);
    await known.workspace.close();
    await rm(known.root, { recursive: true, force: true, maxRetries: 3 });
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
  }

  async #make() {
    const root = await mkdtemp(join(tmpdir(), 'clouditia-session-'));
    const [folder, scratch] = [join(root, 'workspace'), join(root, 'scratch')];
    await Promise.all([mkdir(folder), mkdir(scratch)]);
    return { root, workspace: new Workspace(folder, scratch, this.limitMs) };
  }
}
