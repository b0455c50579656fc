import type { ProcessEnd, ProcessRules } from './run-process';
import type { Workspace } from './workspaces';

/** Runs code and tells each line as it is printed, then how it ended. */
export async function* codeEvents(
  workspace: Workspace,
  code: string,
  rules: { readonly limitMs?: number; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const events: string[] = [];
  let wake = () => {};
  const tell = (event: string, data: object) => {
    events.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    wake();
  };
  const lines = new LineCutter((stream, line) => tell('output', { line, stream }));
  const running = await workspace.python(code, { ...rules, onText: lines.add });
  let end: ProcessEnd | null = null;
  void running.end.then((ended) => {
    lines.flush();
    if (ended.isTimedOut) tell('error', { error: 'timeout' });
    tell('done', { success: ended.exitCode === 0, exit_code: ended.exitCode });
    end = ended;
    wake();
  });
  for (;;) {
    yield* events.splice(0);
    if (end && events.length === 0) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (end || events.length > 0) resolve();
    });
  }
}

/** Cuts what two streams write into whole lines. */
class LineCutter {
  readonly #rest = { stdout: '', stderr: '' };

  constructor(private readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void) {}

  readonly add: NonNullable<ProcessRules['onText']> = (stream, text) => {
    const lines = (this.#rest[stream] + text).split('\n');
    this.#rest[stream] = lines.pop() ?? '';
    for (const line of lines) this.onLine(stream, line);
  };

  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) if (this.#rest[stream]) this.onLine(stream, this.#rest[stream]);
  }
}
