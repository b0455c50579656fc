import { describe, expect, it } from 'vitest';
import { parseServerArgs } from './server-args';

describe('parseServerArgs', () => {
  it('has sensible defaults', () => expect(parseServerArgs([], {})).toEqual({ port: null, open: true, files: [] }));

  it('takes a port, files and the wish for no window', () =>
    expect(parseServerArgs(['a.jpg', '--port', '8080', '--no-open', 'b'], {})).toEqual({
      port: 8080,
      open: false,
      files: ['a.jpg', 'b'],
    }));

  it('opens no window where the environment says so', () =>
    expect(parseServerArgs([], { RETICLE_NO_OPEN: '1' }).open).toBe(false));

  it('takes what follows -- as files', () => expect(parseServerArgs(['--', '--port'], {}).files).toEqual(['--port']));

  it.each([[['--port', 'http']], [['--port', '70000']], [['--port', '-1']], [['--port']], [['--fast']]])(
    'refuses %j in words',
    (args) => expect(() => parseServerArgs(args, {})).toThrow(expect.objectContaining({ code: 'USAGE' })),
  );
});
