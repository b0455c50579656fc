import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from './log';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'reticle-log-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(dataDir, 'logs', name), 'utf8');

describe('openLog', () => {
  it('writes records without tokens and without the home folder', () => {
    const { log, close } = openLog(dataDir, undefined, '/home/ada');
    log.info({ token: 'abc', file: '/home/ada/x.jpg' }, 'opened http://127.0.0.1/?token=abc');
    close();
    expect(JSON.parse(read('reticle.log'))).toMatchObject({
      token: '[redacted]',
      file: '~/x.jpg',
      msg: 'opened http://127.0.0.1/?token=[redacted]',
    });
  });

  it('keeps the stack and the cause of an error', () => {
    const { log, close } = openLog(dataDir);
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    close();
    expect(read('reticle.log')).toMatch(/outer.*inner/);
  });

  it('rotates by size, keeps so many files and loses no newer line', () => {
    const { log, close } = openLog(dataDir, { maxBytes: 400, files: 3 });
    for (let index = 0; index < 40; index += 1) log.info({ index }, 'line');
    close();
    const names = readdirSync(join(dataDir, 'logs')).sort();
    expect(names).toEqual(['reticle.1.log', 'reticle.2.log', 'reticle.log']);
    for (const name of names) expect(statSync(join(dataDir, 'logs', name)).size).toBeLessThanOrEqual(400);
    const indexes = ['reticle.2.log', 'reticle.1.log', 'reticle.log']
      .flatMap((name) => read(name).trim().split('\n'))
      .map((line) => Number(JSON.parse(line).index));
    expect(indexes.at(-1)).toBe(39);
    expect(indexes).toEqual(indexes.map((_, at) => (indexes[0] ?? 0) + at));
  });

  it('goes on with the file of an earlier start', () => {
    for (const start of [1, 2]) {
      const { log, close } = openLog(dataDir);
      log.info({ start }, 'started');
      close();
    }
    expect(read('reticle.log').trim().split('\n')).toHaveLength(2);
  });
});
