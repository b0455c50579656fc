import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClouditia, ask } from './emulator.builder';

const hasShell = spawnSync('sh', ['-c', 'true']).status === 0;
const hasPython = spawnSync('python3', ['-c', '']).status === 0;
if (!hasShell) console.warn('No sh here: commands in emulated Clouditia sessions are not tested.');
if (!hasPython) console.warn('No python3 here: code in emulated Clouditia sessions is not tested.');

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
let sessionId = '';
let key = '';
beforeEach(async () => {
  clouditia = await aClouditia({ executionLimitMs: 20_000 });
  sessionId = await clouditia.started();
  key = await newKey();
});
afterEach(() => clouditia.close());

const newKey = async () =>
  (await clouditia.post('/sessions/generate-key/', { session_id: sessionId, name: 'lambda-gpu' })).body.api_key;
const call = (path: string, body?: object) => ask(`${clouditia.editorUrl}/api${path}`, key, body);
const shell = async (command: string, more: object = {}) => (await call('/shell/', { command, ...more })).body;

describe('the key of a session', () => {
  it('opens that session, and ends with it', async () => {
    expect(key).toMatch(/^sk_live_[0-9a-f]{32}$/);
    expect(await newKey()).not.toBe(key);
    expect((await call('/verify/')).body).toEqual({
      ...{ success: true, session_id: sessionId, session_name: `compute-gpu-${sessionId.slice(0, 8)}` },
      ...{ gpu_type: 'nvidia-rtx-3090', status: 'running', user_credit: 100 },
    });
    await clouditia.post('/sessions/stop/', { session_id: sessionId });
    clouditia.advance(3);
    expect((await call('/verify/')).status).toBe(401);
    const refused = await clouditia.post('/sessions/generate-key/', { session_id: sessionId });
    expect(refused).toEqual({ status: 400, body: { success: false, error: 'Session inactive' } });
  });

  it('is no key of the Computing API, nor the other way round', async () => {
    expect((await clouditia.get('/balance/', key)).status).toBe(401);
    expect((await ask(`${clouditia.editorUrl}/api/verify/`, clouditia.apiKey)).status).toBe(401);
  });
});

describe.skipIf(!hasShell)('commands', () => {
  it.each([
    { command: 'echo 12', answer: { output: '12\n', error: '', exit_code: 0, success: true } },
    { command: 'echo no >&2; exit 7', answer: { output: '', error: 'no\n', exit_code: 7, success: false } },
    { command: 'kill -9 $$', answer: { exit_code: 137, success: false } },
    { command: 'no-such-program', answer: { exit_code: 127, success: false } },
    { command: `printf '%s' "it's $((6 * 7))"`, answer: { output: "it's 42", exit_code: 0 } },
    { command: 'cat', answer: { output: '', exit_code: 0 } },
  ])('answers $command as it really ended', async ({ command, answer }) => {
    expect(await shell(command)).toMatchObject(answer);
  });

  it('run in one folder that lasts as long as the session', async () => {
    await shell('mkdir out && printf x > out/file');
    expect(await shell('cat out/file')).toMatchObject({ output: 'x' });
    const folder = (await shell('pwd')).output.trim();
    expect(existsSync(folder)).toBe(true);
    await clouditia.close();
    expect(existsSync(folder)).toBe(false);
    clouditia = await aClouditia();
  });

  it('see nothing of our environment', async () => {
    process.env.RETICLE_TEST_SECRET = 'a secret';
    const { output } = await shell('env');
    delete process.env.RETICLE_TEST_SECRET;
    expect(output).toMatch(/^PATH=/m);
    expect(output).not.toMatch(/RETICLE_TEST_SECRET/);
  });

  it('end when their time is up, with what they started', async () => {
    const answer = await shell('echo begun; sleep 600 & sleep 600', { timeout: 0.2 });
    expect(answer).toMatchObject({ success: false, exit_code: 124, output: 'begun\n' });
    expect(answer.error).toMatch(/timeout/);
  });

  it('end with their session', async () => {
    const running = shell('touch begun; sleep 600');
    while (!(await shell('test -e begun')).success);
    await clouditia.control('/sessions/fail/', { sessionId });
    expect(await running).toMatchObject({ success: false, exit_code: 137 });
  });

  it('runs jobs in the background, with logs and results', async () => {
    const submit = async (code: string) =>
      (await call('/jobs/submit/', { code, name: 'nuit', type: 'shell' })).body.job_id;
    const ended = async (id: string) => {
      for (;;) {
        const { body } = await call(`/jobs/status/?job_id=${id}`);
        if (body.status !== 'running') return body;
      }
    };
    const good = await submit('echo un; echo deux >&2; echo trois');
    expect(await ended(good)).toMatchObject({
      status: 'completed',
      name: 'nuit',
      duration_seconds: expect.any(Number),
    });
    expect((await call(`/jobs/result/?job_id=${good}`)).body).toMatchObject({
      ...{ status: 'completed', output: 'un\ntrois\n', error: 'deux\n', exit_code: 0 },
    });
    expect((await call(`/jobs/logs/?job_id=${good}&tail=1`)).body.logs.split('\n')).toHaveLength(2);
    const bad = await submit('exit 3');
    expect(await ended(bad)).toMatchObject({ status: 'failed' });
    expect((await call(`/jobs/result/?job_id=${bad}`)).body).toMatchObject({ success: true, exit_code: 3 });
    const long = await submit('sleep 600');
    expect((await call(`/jobs/result/?job_id=${long}`)).status).toBe(400);
    expect((await call('/jobs/cancel/', { job_id: long })).body).toEqual({ success: true });
    expect((await call('/jobs/cancel/', { job_id: long })).status).toBe(400);
    const { body } = await call('/jobs/list/?limit=2');
    expect(body.jobs.map((job: { status: string }) => job.status)).toEqual(['cancelled', 'failed']);
    expect((await call('/jobs/status/?job_id=none')).status).toBe(404);
  });
});

describe.skipIf(!hasPython)('code', () => {
  it.each([
    { code: 'print(12)\n6 * 7', answer: { output: '12\n', result: '42', error: '', exit_code: 0, success: true } },
    { code: 'x = 1', answer: { output: '', result: '', exit_code: 0 } },
    { code: 'import sys; sys.exit(3)', answer: { exit_code: 3, success: false } },
    { code: '1 / 0', answer: { exit_code: 1, error: expect.stringContaining('ZeroDivisionError') } },
    { code: 'if', answer: { exit_code: 1, error: expect.stringContaining('SyntaxError') } },
  ])('answers $code as Python does', async ({ code, answer }) => {
    expect((await call('/execute/', { code })).body).toMatchObject(answer);
  });

  it('takes files to the session and back', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 39, 34, 92]);
    const name = `it's "here" \\ é.bin`;
    // A JSON string is a Python string, so nothing needs escaping by hand.
    const write = `import base64\nopen(${JSON.stringify(name)}, 'wb').write(base64.b64decode('${bytes.toString('base64')}'))`;
    expect((await call('/execute/', { code: write })).body).toMatchObject({ success: true, result: '7' });
    const read = `import base64\nprint(base64.b64encode(open(${JSON.stringify(name)}, 'rb').read()).decode())`;
    const { output } = (await call('/execute/', { code: read })).body;
    expect(Buffer.from(output, 'base64')).toEqual(bytes);
  });

  it('remembers in a persistent session, and answers for a child process too', async () => {
    const { persistent_id } = (await call('/session/start/', {})).body;
    const exec = async (code: string, timeout = 20) =>
      (await call('/session/exec/', { persistent_id, code, timeout })).body;
    expect(await exec('x = 20')).toMatchObject({ success: true, output: '(Aucune sortie)', result: '' });
    expect(await exec('import os; os.system("echo child"); x + 1')).toMatchObject({ output: 'child\n', result: '21' });
    expect(await exec('raise ValueError("no")')).toMatchObject({ success: false, exit_code: 1 });
    expect(await exec('x')).toMatchObject({ success: true, result: '20' });
    expect((await call('/session/stop/', { persistent_id })).body).toEqual({ success: true });
    expect((await call('/session/exec/', { persistent_id, code: '1' })).status).toBe(404);
  });

  it('ends a persistent session whose code takes too long', async () => {
    const { persistent_id } = (await call('/session/start/', {})).body;
    const code = 'import time; time.sleep(600)';
    const answer = await call('/session/exec/', { persistent_id, code, timeout: 0.2 });
    expect(answer).toMatchObject({ status: 200, body: { success: false, error: expect.stringContaining('timeout') } });
    expect((await call('/session/exec/', { persistent_id, code: '1' })).status).toBe(404);
  });

  it('streams each line and the end', async () => {
    const code = 'import sys\nprint("étape 1")\nprint("oh", file=sys.stderr)\nprint("fin", end="")\nsys.exit(4)';
    const response = await fetch(`${clouditia.editorUrl}/api/stream/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ code, timeout: 20 }),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text()).trim().split('\n\n');
    expect(events.at(-1)).toBe('event: done\ndata: {"success":false,"exit_code":4}');
    // Two streams have no common order.
    expect(events.slice(0, -1).sort()).toEqual([
      'event: output\ndata: {"line":"fin","stream":"stdout"}',
      'event: output\ndata: {"line":"oh","stream":"stderr"}',
      'event: output\ndata: {"line":"étape 1","stream":"stdout"}',
    ]);
  });
});
