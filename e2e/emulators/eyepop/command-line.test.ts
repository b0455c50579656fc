import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli, startCli } from '../../../src-main/node/cli.builder';
import { EyePopEmulator } from './emulator';
import { canClip, clip, makeClip, picture, removeClip, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
const key = 'eyp_planted_key_1234567890';
const Line = z.looseObject({
  engine: z.string(),
  frameIndex: z.int().optional(),
  prediction: z.looseObject({ objects: z.array(z.looseObject({ width: z.number() })) }),
});

let emulator: EyePopEmulator;
let home = '';
let cwd = '';
beforeAll(makeClip);
afterAll(async () => {
  removeClip();
  await inference.close();
});
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'reticle-eyepop-home-'));
  cwd = mkdtempSync(join(tmpdir(), 'reticle-eyepop-'));
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) copyFileSync(picture, join(cwd, name));
  emulator = await EyePopEmulator.start(engine, { apiKey: key });
});
afterEach(async () => {
  await emulator.close();
  for (const folder of [home, cwd]) rmSync(folder, { recursive: true, force: true });
});

const analyze = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  runCli({ home, cwd, env }, 'analyze', ...args);
const linesOf = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)));

describe('reticle analyze --engine', () => {
  it('runs at EyePop, with what the emulator says to set, and leaves no pipeline behind', async () => {
    const { status, stdout, stderr } = await analyze(emulator.env, '.', '--engine', 'eyepop');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = linesOf(stdout);
    expect(lines.map(({ engine }) => engine)).toEqual(['eyepop', 'eyepop', 'eyepop']);
    for (const { prediction } of lines) expect(prediction.objects.length).toBeGreaterThan(1);
    expect(emulator.pipelines.ids).toEqual([]);
    expect((await analyze(emulator.env, 'a.jpg', '--engine', 'eyepop')).status).toBe(0);
    // The second run took over the session of the first, rather than pay for another.
    expect(emulator.sessions.living.map(({ name }) => name)).toEqual(['reticle']);
  });

  it('writes no key and no token anywhere', async () => {
    emulator.faults.add({ route: '/source', status: 403 });
    const { stdout, stderr } = await analyze(emulator.env, '.', '--engine', 'auto', '--out', 'found.jsonl');
    const files = [home, cwd].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    for (const name of ['found.jsonl', 'reticle.db']) expect(files.map((path) => basename(path))).toContain(name);
    const written = [stdout, stderr, ...files.map((path) => readFileSync(path, 'latin1'))].join('\n');
    const bearers = emulator.log.entries.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));
    for (const secret of new Set(bearers)) expect(written).not.toContain(secret ?? key);
  });

  it.skipIf(process.platform === 'win32')('stops at Ctrl-C, at EyePop too', async () => {
    emulator.faults.add({ route: '/source', stallAfterLines: 0, count: 9 });
    const child = startCli({ home, cwd, env: emulator.env }, 'analyze', '.', '--engine', 'eyepop');
    const [stderr, exit] = [text(child.stderr), once(child, 'exit')];
    await expect.poll(() => emulator.log.routes.filter((route) => route.endsWith('/source')).length).toBe(3);
    child.kill('SIGINT');
    expect(await exit).toEqual([130, null]);
    expect(await stderr).toBe('Cancelled.\n');
    expect(emulator.pipelines.ids).toEqual([]);
  });

  it('reads a file .env, too', async () => {
    writeFileSync(join(cwd, '.env'), `EYEPOP_URL=${emulator.url}\nEYEPOP_API_KEY="${key}"\n`);
    const { status, stdout } = await analyze({}, 'a.jpg', '--engine', 'eyepop', '--connection', 'environment');
    expect({ status, engines: linesOf(stdout).map(({ engine }) => engine) }).toEqual({
      status: 0,
      engines: ['eyepop'],
    });
  });

  it.each<{ name: string; env: Record<string, string>; says: string }>([
    { name: 'a wrong key', env: { EYEPOP_API_KEY: 'eyp_other' }, says: 'EyePop does not accept the API key.' },
    { name: 'nothing set up', env: { EYEPOP_URL: '', EYEPOP_API_KEY: '', EYEPOP_SECRET_KEY: '' }, says: 'No key for' },
  ])('ends with one sentence at $name', async ({ env, says }) => {
    const { status, stdout, stderr } = await analyze({ ...emulator.env, ...env }, 'a.jpg', '--engine', 'eyepop');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.startsWith(says), stderr).toBe(true);
    expect(stderr).not.toContain('eyp_');
  });

  it.each([
    { args: ['--engine', 'moon'], says: '--engine is one of local, eyepop, auto, not "moon".' },
    { args: ['--connection', 'x'], says: '--connection needs --engine' },
    { args: ['--engine', 'eyepop', '--connection', 'x'], says: 'There is no connection x' },
    { args: ['--engine', 'eyepop', '--every', '2'], says: 'EyePop looks at whole videos' },
    { args: ['--engine', 'eyepop', '--model', 'a.onnx'], says: 'a.onnx is a model of this computer' },
  ])('refuses $args', async ({ args, says }) => {
    const { status, stderr } = await analyze(emulator.env, 'a.jpg', ...args);
    expect(status).toBe(2);
    expect(stderr.startsWith(says), stderr).toBe(true);
  });

  it('goes on here when the cloud is not there, or is not set up', async () => {
    const unset = { EYEPOP_URL: '', EYEPOP_API_KEY: '', EYEPOP_SECRET_KEY: '' };
    const [unreached, without] = await Promise.all([
      analyze({ ...emulator.env, EYEPOP_URL: 'http://127.0.0.1:1' }, 'a.jpg', '--engine', 'auto'),
      analyze(unset, 'a.jpg', '--engine', 'auto'),
    ]);
    expect(unreached.stderr).toMatch(/^EyePop could not be reached at 127\.0\.0\.1:1\..*Running on this computer\.\n$/);
    expect(without.stderr).toBe('');
    for (const { status, stdout } of [unreached, without]) {
      expect({ status, engine: linesOf(stdout)[0]?.engine }).toEqual({ status: 0, engine: 'local' });
    }
  });

  it('goes on here from the first picture without a result, and each record says who made it', async () => {
    emulator.faults.add({ route: '/source', status: 403, skip: 1, count: 99 });
    const { status, stdout, stderr } = await analyze(emulator.env, '.', '--engine', 'auto');
    const lines = linesOf(stdout);
    expect({ status, count: lines.length }).toEqual({ status: 0, count: 3 });
    expect(lines.map(({ engine }) => engine).sort()).toEqual(['eyepop', 'local', 'local']);
    expect(stderr.match(/The rest runs on this computer/g)).toHaveLength(1);
    const [first, ...others] = lines.map(({ prediction }) => prediction.objects.length);
    // The same Pop, the same models: who found it makes no difference.
    expect(others).toEqual([first, first]);
  });

  it.skipIf(!canClip)('goes on here in the middle of a video, without a gap', async () => {
    emulator.faults.add({ route: 'prepareSource', cutAfterLines: 10, count: 99 });
    const model = ['--model', 'eyepop.sam.small'];
    const { status, stdout } = await analyze(emulator.env, clip, '--engine', 'auto', ...model);
    const lines = linesOf(stdout);
    expect({ status, frames: lines.map(({ frameIndex }) => frameIndex) }).toEqual({
      status: 0,
      frames: Array.from({ length: 25 }, (_, index) => index),
    });
    expect(lines.map(({ engine }) => engine)).toEqual(
      Array.from({ length: 25 }, (_, index) => (index < 10 ? 'eyepop' : 'local')),
    );
  });
});
