/*
 * Writes small ONNX models: the built-in one and those that tests need. Plain erasable TypeScript without imports, so
 * that a script can load it as it is. Field numbers: onnx.proto of the ONNX project.
 */

export type Attribute = number | readonly number[] | string | { readonly float: number } | { readonly graph: Graph };
export type Node = {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
};
export type Value = {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly type?: 'float32' | 'uint8';
};
export type Weights = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
};
export type Graph = {
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly weights?: readonly Weights[];
};
export type OnnxModel = Graph & { readonly metadata?: Readonly<Record<string, string>> };

/** The bytes of a model, the same for the same description, operator set 17. */
export function writeOnnx({ metadata = {}, ...graph }: OnnxModel): Uint8Array {
  return join([
    varintField(1, 8),
    message(2, 'reticle'),
    message(7, writeGraph(graph)),
    message(8, join([message(1, ''), varintField(2, 17)])),
    ...Object.entries(metadata).map(([key, value]) => message(14, join([message(1, key), message(2, value)]))),
  ]);
}

function writeGraph({ nodes, inputs, outputs, weights = [] }: Graph): Uint8Array {
  return join([
    ...nodes.map((node) => message(1, writeNode(node))),
    message(2, 'reticle'),
    ...weights.map((weight) => message(5, writeWeights(weight))),
    ...inputs.map((value) => message(11, writeValue(value))),
    ...outputs.map((value) => message(12, writeValue(value))),
  ]);
}

function writeNode({ op, inputs, outputs, attributes = {}, domain }: Node): Uint8Array {
  return join([
    ...inputs.map((name) => message(1, name)),
    ...outputs.map((name) => message(2, name)),
    message(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, writeAttribute(name, value))),
    ...(domain === undefined ? [] : [message(7, domain)]),
  ]);
}

/** Types of AttributeProto: 1 float, 2 int, 3 string, 5 graph, 7 ints. */
function writeAttribute(name: string, value: Attribute): Uint8Array {
  const head = message(1, name);
  if (typeof value === 'number') return join([head, varintField(3, value), varintField(20, 2)]);
  if (typeof value === 'string') return join([head, message(4, value), varintField(20, 3)]);
  if ('float' in value) return join([head, floatField(2, value.float), varintField(20, 1)]);
  if ('graph' in value) return join([head, message(6, writeGraph(value.graph)), varintField(20, 5)]);
  return join([head, ...value.map((item) => varintField(8, item)), varintField(20, 7)]);
}

function writeWeights({ name, shape, data }: Weights): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? 1 : 7;
  return join([
    ...shape.map((side) => varintField(1, side)),
    varintField(2, type),
    message(8, name),
    message(9, bytes),
  ]);
}

function writeValue({ name, shape, type = 'float32' }: Value): Uint8Array {
  const dimensions = shape.map((side) =>
    message(1, typeof side === 'number' ? varintField(1, side) : message(2, side)),
  );
  const tensor = join([varintField(1, type === 'float32' ? 1 : 2), message(2, join(dimensions))]);
  return join([message(1, name), message(2, message(1, tensor))]);
}

function message(field: number, body: Uint8Array | string): Uint8Array {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return join([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function varintField(field: number, value: number): Uint8Array {
  return join([varint(field * 8), varint(value)]);
}

function floatField(field: number, value: number): Uint8Array {
  return join([varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest < 0x80n) return Uint8Array.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
