import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Prediction } from '#common/prediction/prediction';
import { writeOnnx } from '#core/local/onnx-writer';
import { canMakeVideos, everyMs, numberedVideo } from '#core/media/video/test-videos.builder';
import { testCli } from './bundle-cli';
import { runCli, startCli } from './cli.builder';

const RecordLine = z.strictObject({
  media: z.string(),
  width: z.number(),
  height: z.number(),
  engine: z.literal('local'),
  model: z.string(),
  elapsedMs: z.number().positive(),
  prediction: Prediction,
});
const parseLines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => RecordLine.parse(JSON.parse(line)));

/** Dark discs on a light ground: what the built-in model outlines. */
const discs = (width = 320, height = 240) =>
  sharp({ create: { width, height, channels: 3, background: '#d8d8d8' } }).composite([
    {
      input: Buffer.from(
        `<svg width="${width}" height="${height}"><circle cx="80" cy="90" r="40"/><circle cx="220" cy="140" r="50"/></svg>`,
      ),
    },
  ]);

/** Says `red` for red pictures, else `green`: the mean of each channel is its score. */
const colourModel = () =>
  writeOnnx({
    nodes: [
      { op: 'ReduceMean', inputs: ['picture'], outputs: ['means'], attributes: { axes: [2, 3], keepdims: 0 } },
      { op: 'Mul', inputs: ['means', 'ten'], outputs: ['scores'] },
    ],
    inputs: [{ name: 'picture', shape: [1, 3, 8, 8] }],
    outputs: [{ name: 'scores', shape: [1, 3] }],
    weights: [{ name: 'ten', shape: [1], data: Float32Array.of(10) }],
    metadata: { task: 'classify', names: "{0: 'red', 1: 'green', 2: 'blue'}" },
  });

let home = '';
let cwd = '';
const at = (name: string) => join(cwd, name);
const cli = (...args: string[]) => runCli({ home, cwd }, ...args);

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'reticle-cli-home-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'reticle-cli-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('reticle', () => {
  it('tells its version and how it is used', async () => {
    const version = await cli('--version');
    expect(version).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
    for (const args of [['--help'], ['analyze', '--help'], ['models', '-h']]) {
      expect(await cli(...args)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('reticle analyze <files'),
      });
    }
  });

  it.each([
    { args: [], says: 'What should be done?' },
    { args: ['analyse'], says: 'There is no command analyse.' },
    { args: ['analyze'], says: 'Name at least one file, folder or pattern to analyze.' },
    { args: ['analyze', '.', '--colour', 'red'], says: "Unknown option '--colour'" },
    { args: ['analyze', '.', '--format', 'xml'], says: '--format is one of json, jsonl, csv, mot, not "xml".' },
    {
      args: ['analyze', '.', '--min-confidence', '30%'],
      says: '--min-confidence takes a number from 0 to 1, not "30%".',
    },
    { args: ['analyze', '.', '--model', 'nothing'], says: 'There is no model nothing.' },
    { args: ['analyze', '.', '--model', 'gone.onnx'], says: 'gone.onnx could not be loaded: there is no such file.' },
    { args: ['analyze', '.', '--out', 'no/such/folder.jsonl'], says: 'no/such/folder.jsonl cannot be written: ' },
    { args: ['analyze', '.', '--annotate', '.'], says: '--annotate . would overwrite .: choose another folder.' },
    { args: ['models'], says: 'Use: reticle models list, info, add or remove.' },
    { args: ['models', 'toString'], says: 'Use: reticle models list, info, add or remove.' },
    { args: ['models', 'info'], says: 'Use: reticle models info <id>' },
  ])('refuses $args with one sentence and status 2', async ({ args, says }) => {
    const { status, stdout, stderr } = await cli(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(says), stderr).toBe(true);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  it('runs a Pop from a file, and refuses one that cannot run before it looks at a picture', async () => {
    await discs().png().toFile(at('a.png'));
    const crop = {
      operator: { type: 'crop', crop: { maxItems: 1 } },
      targets: [{ type: 'inference', ability: 'regions' }],
    };
    const component = { type: 'inference', ability: 'regions', categoryName: 'disc', topK: 2, forward: crop };
    writeFileSync(at('discs.json'), JSON.stringify({ components: [component] }));
    const { status, stdout, stderr } = await cli('analyze', 'a.png', '--pop', 'discs.json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [line] = parseLines(stdout);
    expect(line).toMatchObject({ model: 'discs', width: 320, height: 240 });
    expect(line?.prediction.objects?.map(({ category, objects }) => [category, (objects?.length ?? 0) > 0])).toEqual([
      ['disc', true],
      ['disc', false],
    ]);

    writeFileSync(at('unknown.json'), JSON.stringify({ components: [{ ...component, ability: 'eyepop.pose' }] }));
    writeFileSync(at('wrong.json'), JSON.stringify({ components: [{ ...component, topK: 0 }] }));
    writeFileSync(at('no.json'), '{"components":');
    for (const [pop, says] of [
      ['unknown.json', 'unknown.json: components[0]: nothing on this computer stands for eyepop.pose.'],
      ['wrong.json', 'wrong.json: This is no Pop that can run. components[0].topK: must be at least 1'],
      ['no.json', 'no.json: This is no Pop that can run. The Pop is not JSON: '],
      ['gone.json', 'gone.json could not be read: there is no such file.'],
    ] as const) {
      const refused = await cli('analyze', 'a.png', '--pop', pop);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr.startsWith(says), refused.stderr).toBe(true);
    }
  });

  it('says which data folder it cannot use', async () => {
    writeFileSync(at('file'), '');
    const { status, stderr } = await runCli({ home: at('file/home'), cwd }, 'models', 'list');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^The data folder .*file.home cannot be used \(.*\)\. Name another in RETICLE_HOME\.\n/);
  });
});

describe('reticle analyze', () => {
  it('outlines what stands out, picture by picture, in the order of the inputs', async () => {
    for (const name of ['10.png', '9.jpg']) await discs().toFile(at(name));
    mkdirSync(at('more'));
    await discs(640, 480).webp().toFile(at('more/a.webp'));
    writeFileSync(at('notes.txt'), 'no picture, and not named itself');
    const { status, stdout, stderr } = await cli('analyze', '.', '9.jpg');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const records = parseLines(stdout);
    expect(records.map(({ media }) => media)).toEqual([at('9.jpg'), at('10.png'), at('more/a.webp')]);
    for (const { model, width, prediction } of records) {
      expect(model).toBe('regions');
      expect(prediction.source_width).toBe(width);
      expect(prediction.objects?.map(({ classLabel }) => classLabel)).toEqual(['region', 'region']);
      expect(prediction.objects?.[0]?.contours?.[0]?.points.length).toBeGreaterThan(8);
    }
  });

  it('names each bad input with its reason, and does the others', async () => {
    await discs().toFile(at('good.jpg'));
    const whole = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    writeFileSync(at('cut.jpg'), whole.subarray(0, whole.length / 2));
    writeFileSync(at('empty.png'), '');
    writeFileSync(at('letter.jpg'), 'Dear diary');
    const { status, stdout, stderr } = await cli('analyze', '.', 'gone.jpg', 'nothing-*.png', 'good.jpg');
    expect(status).toBe(1);
    expect(parseLines(stdout).map(({ media }) => basename(media))).toEqual(['good.jpg']);
    expect(stderr.trim().split('\n')).toEqual([
      `${at('cut.jpg')}: cut.jpg is damaged and could not be decoded: the file ends too early`,
      `${at('empty.png')}: empty.png is empty (0 bytes).`,
      `${at('letter.jpg')}: letter.jpg is not a picture that we can read: it looks like text.`,
      `${at('gone.jpg')}: There is no file or folder ${at('gone.jpg')}.`,
      'nothing-*.png: There is no file or folder nothing-*.png.',
      '1 analysed, 5 failed',
    ]);
  });

  // Root may read everything, so there is nothing to refuse; listFiles itself is tested without those rights.
  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'names a folder that may not be read',
    async () => {
      mkdirSync(at('secret'));
      chmodSync(at('secret'), 0);
      const { status, stderr } = await cli('analyze', 'secret');
      chmodSync(at('secret'), 0o700);
      expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
        status: 1,
        stderr: `${at('secret')}: We have no permission to read ${at('secret')}.`,
      });
    },
  );

  it('reads patterns, animated, turned, deep and printed pictures alike', async () => {
    await discs().tiff().toFile(at('a.tiff'));
    await discs().toColourspace('cmyk').jpeg().toFile(at('b.jpg'));
    await discs().toColourspace('rgb16').png().toFile(at('c.png'));
    await discs().withMetadata({ orientation: 6 }).jpeg().toFile(at('d.jpg'));
    const frame = await discs().removeAlpha().raw().toBuffer();
    await sharp(Buffer.concat([frame, frame]), { raw: { width: 320, height: 480, channels: 3, pageHeight: 240 } })
      .gif()
      .toFile(at('e.gif'));
    const { status, stdout } = await cli('analyze', '?.*');
    expect(status).toBe(0);
    expect(parseLines(stdout).map((record) => [basename(record.media), record.width, record.height])).toEqual([
      ['a.tiff', 320, 240],
      ['b.jpg', 320, 240],
      ['c.png', 320, 240],
      ['d.jpg', 240, 320],
      ['e.gif', 320, 240],
    ]);
    for (const { prediction } of parseLines(stdout)) expect(prediction.objects).toHaveLength(2);
  });

  it('writes JSON and CSV, and leaves out what is less certain', async () => {
    await discs().toFile(at('a.png'));
    const json = z.array(RecordLine).parse(JSON.parse((await cli('analyze', 'a.png', '--format', 'json')).stdout));
    expect(json[0]?.prediction.objects).toHaveLength(2);
    const csv = (await cli('analyze', 'a.png', '--format', 'csv')).stdout.trim().split('\n');
    expect(csv[0]).toMatch(/^media,width,height,engine,model,elapsedMs,object,/);
    expect(csv).toHaveLength(3);
    const certain = await cli('analyze', 'a.png', '--min-confidence', '1');
    expect(parseLines(certain.stdout)[0]?.prediction.objects).toEqual([]);
  });

  it('writes a whole file or none', async () => {
    await discs().toFile(at('a.png'));
    expect(await cli('analyze', 'a.png', '--out', 'found.jsonl')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(parseLines(readFileSync(at('found.jsonl'), 'utf8'))).toHaveLength(1);
    expect(readdirSync(cwd).sort()).toEqual(['a.png', 'found.jsonl']);
  });

  it('runs a model from a file, and refuses one that it cannot run before any picture', async () => {
    await sharp({ create: { width: 30, height: 20, channels: 3, background: '#f00' } }).toFile(at('red.png'));
    writeFileSync(at('colours.onnx'), colourModel());
    const { status, stdout } = await cli('analyze', 'red.png', '--model', 'colours.onnx');
    expect(status).toBe(0);
    const [record] = parseLines(stdout);
    expect(record?.model).toBe('colours');
    expect(record?.prediction.classes?.map(({ classLabel }) => classLabel)).toEqual(['red']);
    writeFileSync(at('cut.onnx'), colourModel().subarray(0, 150));
    const cut = await cli('analyze', 'red.png', '--model', 'cut.onnx');
    expect(cut).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^cut\.onnx could not be loaded: /),
    });
  });

  it('ends quietly when nobody reads on, and takes the inference process with it', async () => {
    for (let index = 0; index < 20; index += 1) await discs().toFile(at(`${index}.png`));
    const child = startCli({ home, cwd }, 'analyze', '.');
    const stderr = text(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    // stderr is shared with the inference process: it closes when both have ended.
    expect(await stderr).toBe('');
    expect(child.exitCode).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('stops at Ctrl-C, saying so, and leaves no half file', async () => {
    for (let index = 0; index < 200; index += 1) await discs().toFile(at(`${index}.png`));
    const child = startCli({ home, cwd }, 'analyze', '.', '--annotate', 'seen');
    const [stderr, exit] = [text(child.stderr), once(child, 'exit')];
    let count = 0;
    for await (const _ of createInterface(child.stdout)) {
      count += 1;
      if (count === 1) child.kill('SIGINT');
    }
    expect(await exit).toEqual([130, null]);
    expect(await stderr).toBe('Cancelled.\n');
    expect(count).toBeLessThan(200);
    expect(readdirSync(at('seen')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
    await discs().toFile(at('a.png'));
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [testCli, 'analyze', 'a.png'], {
      cwd,
      env: { ...process.env, RETICLE_HOME: home },
      stdio: ['ignore', full, 'pipe'],
    });
    const [stderr, [status]] = await Promise.all([text(child.stderr ?? Readable.from([])), once(child, 'exit')]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'The disk is full, so the output could not be saved.\n' });
  });
});

describe('reticle analyze --annotate', () => {
  it('writes each picture with its overlays, under its name, and touches no input', async () => {
    for (const folder of ['a', 'b']) mkdirSync(at(folder));
    await discs().jpeg().toFile(at('a/one.jpg'));
    await discs().jpeg().toFile(at('b/one.jpg'));
    await discs().withMetadata({ orientation: 6 }).tiff().toFile(at('b/turned.tiff'));
    const before = readFileSync(at('a/one.jpg'));
    expect(await cli('analyze', '.', '--annotate', 'seen')).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(at('seen')).sort()).toEqual(['one-2.jpg', 'one.jpg', 'turned.png']);
    expect(readFileSync(at('a/one.jpg')).equals(before)).toBe(true);
    expect(await sharp(at('seen/turned.png')).metadata()).toMatchObject({ width: 240, height: 320, format: 'png' });
    // Something was drawn: colour on a picture that had none.
    const { channels } = await sharp(at('seen/one.jpg')).stats();
    const spread = (channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 0);
    expect(Math.abs(spread)).toBeGreaterThan(1);
  });

  it('does not analyse its own results the next time, and says so', async () => {
    await discs().toFile(at('a.png'));
    await cli('analyze', '.', '--annotate', 'seen');
    const { status, stdout, stderr } = await cli('analyze', '.', '--annotate', 'seen');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'Left out 1 in seen, where the annotated pictures go.\n',
    });
    expect(parseLines(stdout)).toHaveLength(1);
  });

  it('refuses the folder of a named picture', async () => {
    await discs().toFile(at('a.png'));
    const { status, stderr } = await cli('analyze', 'a.png', '--annotate', cwd);
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
      status: 2,
      stderr: `--annotate ${cwd} would overwrite a.png: choose another folder.`,
    });
  });
});

describe.skipIf(!canMakeVideos)('reticle analyze, of videos', () => {
  const encode = ['-c:v', 'libx264', '-bf', '3', '-g', '10', '-sc_threshold', '0'];
  const segments = (rule: string, ...more: string[]) => cli('analyze', 'v.mp4', '--segments', rule, ...more);

  it('lists segments and cuts clips of them, which begin where it says', async () => {
    numberedVideo(cwd, 'v.mp4', everyMs(40, 40), encode);
    const { status, stdout, stderr } = await segments('region>=0.05 for 0.4s', '--from', '0.6', '--cut', 'cuts');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [segment, ...others] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(others).toEqual([]);
    expect(segment).toMatchObject({ media: at('v.mp4'), firstFrame: 15, lastFrame: 39, startNs: 0.6e9, endNs: 1.6e9 });
    expect(segment.clip).toMatchObject({ path: join(at('cuts'), 'v-region-001.mp4'), beginsNs: 0.4e9, frameCount: 30 });
    expect(readdirSync(at('cuts'))).toEqual(['v-region-001.mp4']);
    expect((await segments('region>=0.05 for 2s', '--format', 'csv')).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('writes tracks as MOT lines', async () => {
    numberedVideo(cwd, 'v.mp4', everyMs(10, 40), encode);
    const forward = { operator: { type: 'full' }, targets: [{ type: 'tracking', maxAgeSeconds: 1 }] };
    const components = [{ type: 'inference', ability: 'regions', forward }];
    writeFileSync(at('tracked.json'), JSON.stringify({ components }));
    const { status, stdout } = await cli('analyze', 'v.mp4', '--pop', 'tracked.json', '--format', 'mot');
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    for (const line of lines) expect(line).toMatch(/^\d+,\d+(,-?[\d.]+){4},[\d.]+,-1,-1,-1$/);
    expect(lines[0]).toMatch(/^1,/);
    expect(lines.at(-1)).toMatch(/^10,/);
  });

  it.each([
    { args: ['--cut', 'cuts'], says: '--cut needs --segments' },
    { args: ['--segments', 'cat'], says: '--segments takes a rule' },
    { args: ['--segments', 'a>=0.2 for 1s', '--min-confidence', '0.5'], says: '--min-confidence 0.5 leaves out' },
    { args: ['--segments', 'a>=0.2 for 1s', '--format', 'mot'], says: 'Segments are written as' },
    { args: ['--segments', 'a>=0.2 for 1s', '--cut', './cuts'], says: '--cut ./cuts lies in .,' },
  ])('refuses $args', async ({ args, says }) => {
    const { status, stderr } = await cli('analyze', '.', ...args);
    expect({ status, says: stderr.slice(0, says.length) }).toEqual({ status: 2, says });
  });
});

describe('reticle models', () => {
  it('adds, lists, tells and removes a model', async () => {
    writeFileSync(at('colours.onnx'), colourModel());
    const added = await cli('models', 'add', 'colours.onnx', '--name', 'Plain colours');
    expect(added).toEqual({ status: 0, stdout: 'Added plain-colours (classification, 3 labels)\n', stderr: '' });
    const list = (await cli('models', 'list')).stdout.trim().split('\n');
    expect(list.map((line) => line.split(/\s+/)[0])).toEqual(['ID', 'regions', 'plain-colours']);
    const info = JSON.parse((await cli('models', 'info', 'plain-colours', '--json')).stdout);
    expect(info).toMatchObject({ labels: ['red', 'green', 'blue'], inputWidthPx: 8, builtIn: false });
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#0f0' } }).toFile(at('green.png'));
    const { stdout } = await cli('analyze', 'green.png', '--model', 'plain-colours');
    expect(parseLines(stdout)[0]?.prediction.classes?.[0]?.classLabel).toBe('green');
    expect(await cli('models', 'add', 'colours.onnx')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'colours.onnx is in the list already, as Plain colours.\n',
    });
    expect(await cli('models', 'remove', 'plain-colours')).toMatchObject({
      status: 0,
      stdout: 'Removed plain-colours\n',
    });
    expect(await cli('models', 'info', 'plain-colours')).toMatchObject({
      status: 1,
      stderr: 'There is no model plain-colours.\n',
    });
  });

  it('refuses bad files in one sentence each, and removes nothing that is built in', async () => {
    writeFileSync(at('text.onnx'), 'hello');
    writeFileSync(at('cut.onnx'), colourModel().subarray(0, 150));
    const shape = { name: 'x', shape: [1, 7] };
    const strange = (op: string, domain?: string) =>
      writeOnnx({
        nodes: [{ op, inputs: ['x'], outputs: ['y'], ...(domain !== undefined && { domain }) }],
        inputs: [shape],
        outputs: [{ ...shape, name: 'y' }],
      });
    writeFileSync(at('unknown.onnx'), strange('Relu'));
    writeFileSync(at('custom.onnx'), strange('Wobble', 'com.acme'));
    const sentences = {
      'text.onnx': /^text\.onnx is not an ONNX model\.\n$/,
      'cut.onnx': /^cut\.onnx could not be loaded: the file is damaged or not complete\.\n$/,
      'unknown.onnx':
        /^We do not know the family of unknown\.onnx\. It has input x float32\[1, 7\] and output y .*; we know .*\n$/,
      'custom.onnx': /^custom\.onnx needs operators that no runtime here has: com\.acme\.Wobble\.\n$/,
      'gone.onnx': /^gone\.onnx could not be loaded: there is no such file\.\n$/,
    };
    for (const [name, sentence] of Object.entries(sentences)) {
      expect(await cli('models', 'add', name)).toEqual({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(sentence),
      });
    }
    const removed = await cli('models', 'remove', 'regions');
    expect(removed).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('can be neither renamed nor removed.'),
    });
  });
});
