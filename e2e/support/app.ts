import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..', '..');

export type AppOptions = {
  /** Files and folders named on the command line. */
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder of an earlier start; it is then not deleted. */
  readonly home?: string;
};

/** The built browser shell, running for one test on a port and a data folder of its own. */
export class RunningApp {
  /** Everything the process said; for the report of a test that fails. */
  output = '';

  private constructor(
    private readonly process: ChildProcess,
    readonly home: string,
    private readonly isOwnHome: boolean,
  ) {}

  /** A link that lets one browser in, once. */
  link = '';

  get origin(): string {
    return new URL(this.link).origin;
  }

  static async start({ files = [], env = {}, home }: AppOptions = {}): Promise<RunningApp> {
    const dataDir = home ?? mkdtempSync(join(tmpdir(), 'reticle-e2e-'));
    const server = join(root, 'out', 'main', 'server.js');
    const child = spawn(process.execPath, [server, '--port', '0', '--no-open', ...files], {
      env: { ...process.env, ...env, RETICLE_HOME: dataDir },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const app = new RunningApp(child, dataDir, home === undefined);
    child.stderr?.on('data', (chunk) => {
      app.output += chunk;
    });
    app.link = await app.#untilRunning();
    return app;
  }

  async #untilRunning(): Promise<string> {
    const stdout = this.process.stdout;
    if (!stdout) throw new Error('the app was started without its output');
    // Read to the end also after the link: a full pipe would stop the app.
    const lines = createInterface({ input: stdout });
    const { promise, resolve: found, reject } = Promise.withResolvers<string>();
    lines.on('line', (line) => {
      this.output += `${line}\n`;
      const link = /Reticle is running at (\S+)/.exec(line)?.[1];
      if (link) found(link);
    });
    this.process.once('exit', (code) => reject(new Error(`the app ended with ${code}\n${this.output}`)));
    return promise;
  }

  /** Ends it as a person would, with Ctrl+C. @returns its exit code */
  async stop(): Promise<number | null> {
    const code = await this.#end('SIGINT');
    this.#forget();
    return code;
  }

  /** Ends it as a crash would; its data folder stays until `stop`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return exitCode;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    const [code] = await ended;
    return code;
  }

  #forget(): void {
    if (this.isOwnHome) rmSync(this.home, { recursive: true, force: true });
  }
}
