import { type Answer, Refusal, refuse, success } from './answers';
import type { BackgroundJob } from './background-jobs';
import { codeEvents } from './code-events';
import type { LiveKeys } from './live-keys';
import { eurOfCents } from './money';
import { type Handler, type Request, type Routes, textOf } from './router';
import type { ProcessEnd } from './run-process';
import { slugs } from './scheduler';
import type { Workspace, Workspaces } from './workspaces';
import type { World } from './world';

/** What a session's own key opens: commands and code, which really run, each session in a folder of its own. */
export function executionRoutes(world: World, keys: LiveKeys, workspaces: Workspaces): Routes {
  const inWorkspace =
    (handle: (workspace: Workspace, request: Request) => Answer | Promise<Answer>): Handler =>
    async (request) =>
      handle(await workspaces.of(keys.sessionOf(request.key).id), request);
  return {
    'GET /verify/': ({ key }) => {
      const { id, name, gpus, status, owner } = keys.sessionOf(key);
      const user_credit = eurOfCents(world.billing.balanceCents(owner));
      return success({ session_id: id, session_name: name, gpu_type: slugs(gpus).join(','), status, user_credit });
    },
    'POST /session/start/': inWorkspace((workspace) => success({ persistent_id: workspace.openPersistent() })),
    'POST /session/exec/': inWorkspace(runPersistent),
    'POST /session/stop/': inWorkspace((workspace, { body }) => {
      const id = textOf(body, 'persistent_id');
      persistentOf(workspace, id).close();
      workspace.persistent.delete(id);
      return success();
    }),
    'POST /execute/': inWorkspace(async (workspace, { body, over }) => {
      const running = await workspace.python(textOf(body, 'code'), { limitMs: limitOf(body), signal: over });
      const ended = await running.end;
      return success({ ...endForm(ended), result: ended.result });
    }),
    'POST /stream/': inWorkspace((workspace, { body, over }) => ({
      status: 200,
      events: codeEvents(workspace, textOf(body, 'code'), { limitMs: limitOf(body), signal: over }),
    })),
    'POST /shell/': inWorkspace(async (workspace, { body, over }) => {
      const running = workspace.shell(textOf(body, 'command'), { limitMs: limitOf(body), signal: over });
      return success(endForm(await running.end));
    }),
    'POST /jobs/submit/': inWorkspace(submit),
    'GET /jobs/list/': inWorkspace((workspace, { query }) => {
      const status = query.get('status');
      const jobs = workspace.jobs.list().filter((job) => !status || job.status === status);
      return success({ jobs: jobs.slice(0, Number(query.get('limit') ?? 10)).map(jobForm) });
    }),
    'GET /jobs/status/': inWorkspace((workspace, { query }) => success(jobForm(jobOf(workspace, query)))),
    'GET /jobs/logs/': inWorkspace((workspace, { query }) => {
      const tail = Math.min(Number(query.get('tail') ?? 50), 1000);
      return success({ logs: lastLines(jobOf(workspace, query).logs, tail) });
    }),
    'GET /jobs/result/': inWorkspace((workspace, { query }) => {
      const job = jobOf(workspace, query);
      if (!job.end) throw refuse('Ce job tourne encore');
      return success({ ...jobForm(job), ...endForm(job.end), success: true });
    }),
    'POST /jobs/cancel/': inWorkspace((workspace, { body }) => {
      const job = workspace.jobs.find(textOf(body, 'job_id'));
      if (!workspace.jobs.cancel(job)) throw refuse('Ce job est terminé');
      return success();
    }),
  };
}

async function runPersistent(workspace: Workspace, { body }: Request): Promise<Answer> {
  const id = textOf(body, 'persistent_id');
  const ended = await persistentOf(workspace, id).run(textOf(body, 'code'), workspace.capped(limitOf(body)));
  if (!ended) {
    workspace.persistent.delete(id);
    throw new Refusal(200, 'timeout: the persistent session has ended');
  }
  const { output, ...rest } = ended;
  // The original's own words for "nothing printed".
  return success({ ...rest, output: output || '(Aucune sortie)', success: ended.exit_code === 0 });
}

async function submit(workspace: Workspace, { body }: Request): Promise<Answer> {
  const code = textOf(body, 'code');
  const name = typeof body.name === 'string' ? body.name : '';
  const job = await workspace.jobs.submit(name, (log) => {
    const onText = (_: string, text: string) => log(text);
    return body.type === 'shell' ? workspace.shell(code, { onText }) : workspace.python(code, { onText });
  });
  return success({ job_id: job.id });
}

function persistentOf(workspace: Workspace, id: string) {
  const python = workspace.persistent.get(id);
  if (!python) throw new Refusal(404, 'Persistent session not found');
  return python;
}

const jobOf = (workspace: Workspace, query: URLSearchParams) => workspace.jobs.find(query.get('job_id') ?? '');

function limitOf(body: Request['body']): number | undefined {
  const seconds = Number(body.timeout ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}

function endForm({ stdout, stderr, exitCode, isTimedOut }: ProcessEnd) {
  const error = isTimedOut ? `timeout\n${stderr}` : stderr;
  return { output: stdout, error, exit_code: exitCode, success: exitCode === 0 };
}

function jobForm({ id, name, status, startedMs, endedMs }: BackgroundJob) {
  const seconds = ((endedMs ?? performance.now()) - startedMs) / 1000;
  return { job_id: id, name, status, duration_seconds: Math.round(seconds * 10) / 10 };
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  return lines.slice(-count - (isEnded ? 1 : 0)).join('\n');
}
