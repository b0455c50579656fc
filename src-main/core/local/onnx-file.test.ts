import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import type { ModelFile } from './family';
import { readOnnxFile } from './onnx-file';
import { type Graph, type Node, type OnnxModel, writeOnnx } from './onnx-writer';

const folder = mkdtempSync(join(tmpdir(), 'reticle-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const noSignal = new AbortController().signal;
const path = join(folder, 'small.onnx');

const relu: Node = { op: 'Relu', inputs: ['picture'], outputs: ['out'] };
const aModel = (over: Partial<OnnxModel> = {}): OnnxModel => ({
  nodes: [relu],
  inputs: [
    { name: 'picture', shape: ['batch', 3, 'height', 8] },
    { name: 'bias', shape: [2] },
  ],
  outputs: [{ name: 'out', shape: ['batch', 3, 'height', 8] }],
  weights: [{ name: 'bias', shape: [2], data: Float32Array.of(1, 2) }],
  metadata: { names: "{0: 'é'}", task: 'detect' },
  ...over,
});
const smallBytes = writeOnnx(aModel());

function read(bytes: Uint8Array): Promise<ModelFile> {
  writeFileSync(path, bytes);
  return readOnnxFile(path, noSignal);
}

/** What was read, or the error; anything but an error of ours about a model fails the test. */
async function readOrRefuse(bytes: Uint8Array): Promise<ModelFile | null> {
  try {
    return await read(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ReticleError);
    expect(error).toMatchObject({ code: expect.stringMatching(/^MODEL_/), params: { name: 'small.onnx' } });
    return null;
  }
}

/** A node with a body, as If, Loop and Scan have. */
const around = (inner: Node): Node => {
  const graph: Graph = { nodes: [inner], inputs: [], outputs: [] };
  return { op: 'If', inputs: ['picture'], outputs: ['out'], attributes: { then_branch: { graph } } };
};

describe('readOnnxFile', () => {
  it('tells inputs that are no weights, outputs and metadata', async () => {
    expect(await read(smallBytes)).toEqual({
      inputs: [{ name: 'picture', type: 'float32', shape: ['batch', 3, 'height', 8] }],
      outputs: [{ name: 'out', type: 'float32', shape: ['batch', 3, 'height', 8] }],
      metadata: { names: "{0: 'é'}", task: 'detect' },
    });
  });

  it.each<[string, Node]>([
    ['of a node', { ...relu, op: 'Magic', domain: 'acme.ops' }],
    ['in a body', around({ ...relu, op: 'Magic', domain: 'acme.ops' })],
    ['in a body within a body', around(around({ ...relu, op: 'Magic', domain: 'acme.ops' }))],
  ])('refuses a foreign operator %s, by its name', async (_, node) => {
    await expect(read(writeOnnx(aModel({ nodes: [relu, node] })))).rejects.toMatchObject({
      code: 'MODEL_CUSTOM_OPERATORS',
      params: { name: 'small.onnx', operators: 'acme.ops.Magic' },
    });
  });

  it('takes the operators that the runtime brings along', async () => {
    const node = { ...relu, op: 'FusedConv', domain: 'com.microsoft' };
    expect((await read(writeOnnx(aModel({ nodes: [around(node)] })))).outputs).toHaveLength(1);
  });

  it('gives up on bodies nested without end', async () => {
    let node = relu;
    for (let depth = 0; depth < 200; depth += 1) node = around(node);
    await expect(read(writeOnnx(aModel({ nodes: [node] })))).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'MODEL_NOT_ONNX'],
    ['a text', Buffer.from('not a model'), 'MODEL_NOT_ONNX'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'MODEL_NOT_ONNX'],
    ['zeros', new Uint8Array(4096), 'MODEL_NOT_ONNX'],
    ['a version and nothing more', Uint8Array.of(8, 8), 'MODEL_NOT_ONNX'],
    ['a length of 2^63', Uint8Array.of(8, 8, 0x3a, ...Array(8).fill(0xff), 0x7f), 'MODEL_UNREADABLE'],
    ['a length that never ends', Uint8Array.of(8, 8, 0x3a, ...Array(20).fill(0xff)), 'MODEL_UNREADABLE'],
    ['fields without end', new Uint8Array(300_000).fill(8), 'MODEL_UNREADABLE'],
    ['no outputs', writeOnnx(aModel({ outputs: [] })), 'MODEL_UNREADABLE'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code, params: { name: 'small.onnx' } });
  });

  it('refuses a file cut anywhere in its graph, and reads one that lost only what follows', async () => {
    const whole = await read(smallBytes);
    const answers: (ModelFile | null)[] = [];
    for (let length = 0; length < smallBytes.length; length += 1) {
      answers.push(await readOrRefuse(smallBytes.subarray(0, length)));
    }
    const graphEnd = Buffer.from(smallBytes).lastIndexOf('height') + 'height'.length;
    expect(answers.slice(0, graphEnd)).toEqual(Array(graphEnd).fill(null));
    for (const answer of answers) if (answer) expect(answer.outputs).toEqual(whole.outputs);
  });

  it('refuses what is no file, and what is not there, without waiting', async () => {
    await expect(readOnnxFile(join(folder, 'none.onnx'), noSignal)).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      params: { name: 'none.onnx', reason: 'phrase.reason.noSuchFile' },
    });
    await expect(readOnnxFile(folder, noSignal)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });

  it.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    const pipe = join(folder, 'pipe.onnx');
    execFileSync('mkfifo', [pipe]);
    await expect(readOnnxFile(pipe, noSignal)).rejects.toMatchObject({ params: { reason: 'phrase.reason.notAFile' } });
  });

  it('stops before it starts when cancelled', async () => {
    writeFileSync(path, smallBytes);
    await expect(readOnnxFile(path, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('readOnnxFile with gigabytes of weights', () => {
  const varint = (value: number) => {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    return Uint8Array.of(...bytes, rest);
  };
  const head = (field: number, length: number) => Buffer.concat([varint(field * 8 + 2), varint(length)]);

  it('steps over them', async () => {
    const weightBytes = 3 * 2 ** 30;
    // The graph of a written model, with a tensor of 3 GiB (a hole in the file) put in front.
    const graphField = Buffer.from(smallBytes).indexOf(0x3a);
    const [low = 0, high = 0] = smallBytes.subarray(graphField + 1);
    const graphBytes = (low & 127) + high * 128;
    const graph = smallBytes.subarray(graphField + 3, graphField + 3 + graphBytes);
    const raw = head(9, weightBytes);
    const tensor = head(5, raw.length + weightBytes);
    const start = Buffer.concat([
      smallBytes.subarray(0, graphField),
      head(7, tensor.length + raw.length + weightBytes + graphBytes),
      tensor,
      raw,
    ]);
    const large = join(folder, 'large.onnx');
    const fd = openSync(large, 'w');
    writeSync(fd, start, 0, start.length, 0);
    writeSync(fd, graph, 0, graph.length, start.length + weightBytes);
    closeSync(fd);
    expect((await readOnnxFile(large, noSignal)).inputs.map(({ name }) => name)).toEqual(['picture']);
    truncateSync(large, start.length + weightBytes);
    await expect(readOnnxFile(large, noSignal)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });
});

describe('readOnnxFile on damaged files', () => {
  const nested = writeOnnx(aModel({ nodes: [relu, around(around({ ...relu, domain: 'com.microsoft' }))] }));
  const change = fc.record({
    at: fc.nat(nested.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    how: fc.constantFrom('overwrite', 'insert', 'remove'),
  });
  const apply = (bytes: Buffer, { at, bytes: other, how }: { at: number; bytes: Uint8Array; how: string }) => {
    const after = how === 'insert' ? at : at + other.length;
    return Buffer.concat([bytes.subarray(0, at), how === 'remove' ? Buffer.alloc(0) : other, bytes.subarray(after)]);
  };

  it('only ever reads them or refuses them', async () => {
    let refused = 0;
    let taken = 0;
    const damage = fc.array(change, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const answer = await readOrRefuse(changes.reduce(apply, Buffer.from(nested)));
        if (answer) taken += 1;
        else refused += 1;
      }),
      { numRuns: 1500 },
    );
    // Both sides of the fence were visited.
    expect(Math.min(refused, taken)).toBeGreaterThan(0);
  });

  it('refuses bytes by chance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await readOrRefuse(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
