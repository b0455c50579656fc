import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ReticleError } from '#common/errors';
import type { ModelFile, TensorSpec } from './family';
import { type Field, ProtobufReader, WireFormatError } from './protobuf-reader';

type Range = { readonly start: number; readonly end: number };

/** Numbers of TensorProto.DataType, onnx.proto. */
const elementTypes: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

/** Operator sets that ONNX Runtime brings along. */
const knownDomains = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc']);

/** Subgraphs deeper than this come from no exporter; a crafted file would only exhaust the stack. */
const maxGraphDepth = 32;

/** A model has a handful of outermost fields and one for each of its functions and metadata; garbage has millions. */
const maxTopFields = 100_000;

/**
 * Reads what an ONNX file says about itself; nothing in it is run and its weights are stepped over.
 *
 * Source of the field numbers: onnx.proto of the ONNX project, IR version 10.
 *
 * @param signal - Looked at before the file is opened; reading itself is short and not interrupted.
 * @throws {ReticleError} MODEL_NOT_ONNX, MODEL_UNREADABLE or MODEL_CUSTOM_OPERATORS
 */
export async function readOnnxFile(path: string, signal: AbortSignal): Promise<ModelFile> {
  signal.throwIfAborted();
  const name = basename(path);
  let fd: number;
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!statSync(path).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
    fd = openSync(path, 'r');
  } catch (cause) {
    throw new ReticleError('MODEL_UNREADABLE', { name, reason: reasonOf(cause) }, { cause });
  }
  try {
    return readModel(fd, name);
  } catch (cause) {
    if (cause instanceof ReticleError) throw cause;
    throw new ReticleError('MODEL_UNREADABLE', { name, reason: reasonOf(cause) }, { cause });
  } finally {
    closeSync(fd);
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'ENOENT') return 'phrase.reason.noSuchFile';
  if (code === 'EACCES' || code === 'EPERM') return 'phrase.reason.noPermission';
  if (code === 'EISDIR') return 'phrase.reason.notAFile';
  return `${cause instanceof Error ? cause.message : String(cause)}.`;
}

function readModel(fd: number, name: string): ModelFile {
  const reader = new ProtobufReader(fd, fstatSync(fd).size);
  const top = topFields(reader, name);
  const graphRange = top.find((field) => field.number === 7 && 'start' in field);
  // Any few bytes may look like protobuf; a model has a version, operator sets and a graph.
  if (!graphRange || !('start' in graphRange) || !top.some((field) => field.number === 1 && 'value' in field)) {
    throw new ReticleError('MODEL_NOT_ONNX', { name });
  }
  const graph = readGraph(reader, graphRange);
  const functions = ranges(top, 25).map((range) => readFunction(reader, range));
  refuseCustomOperators(name, graph, functions);
  if (graph.hasExternalWeights) {
    throw new ReticleError('MODEL_UNREADABLE', {
      name,
      reason: 'phrase.reason.weightsElsewhere',
    });
  }
  if (graph.outputs.length === 0)
    throw new ReticleError('MODEL_UNREADABLE', { name, reason: 'phrase.reason.noOutputs' });
  return {
    inputs: graph.inputs.filter((input) => !graph.initializers.has(input.name)),
    outputs: graph.outputs,
    metadata: Object.fromEntries(ranges(top, 14).map((range) => readEntry(reader, range))),
  };
}

/** The outermost fields. A file that breaks off before its graph is no model to us; later, it is a damaged one. */
function topFields(reader: ProtobufReader, name: string): Field[] {
  const found: Field[] = [];
  try {
    for (const field of reader.fields(reader.whole)) {
      if (found.length >= maxTopFields) throw new WireFormatError('too many fields');
      found.push(field);
    }
    return found;
  } catch (cause) {
    if (!(cause instanceof WireFormatError)) throw cause;
    // A model begins with its version (field 1, small) and mostly its producer (2): what else begins so is rare.
    const [first] = found;
    const looksLikeModel = first && 'value' in first && first.number === 1 && first.value < 100;
    if (!looksLikeModel) throw new ReticleError('MODEL_NOT_ONNX', { name }, { cause });
    throw new ReticleError('MODEL_UNREADABLE', { name, reason: 'phrase.reason.damaged' }, { cause });
  }
}

type Graph = {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly initializers: Set<string>;
  /** `domain.operator` of every node, those of subgraphs included. */
  readonly operators: Set<string>;
  hasExternalWeights: boolean;
};

function readGraph(reader: ProtobufReader, range: Range, depth = 0): Graph {
  if (depth > maxGraphDepth) throw new WireFormatError('graphs are nested too deep');
  const graph: Graph = {
    inputs: [],
    outputs: [],
    initializers: new Set(),
    operators: new Set(),
    hasExternalWeights: false,
  };
  for (const field of reader.fields(range)) {
    if (!('start' in field)) continue;
    if (field.number === 1) readNode(reader, field, graph, depth);
    else if (field.number === 5) readInitializer(reader, field, graph);
    else if (field.number === 11) graph.inputs.push(readValueInfo(reader, field));
    else if (field.number === 12) graph.outputs.push(readValueInfo(reader, field));
  }
  return graph;
}

function readNode(reader: ProtobufReader, range: Range, graph: Graph, depth: number): void {
  let operator = '';
  let domain = '';
  for (const field of reader.fields(range)) {
    if (!('start' in field)) continue;
    if (field.number === 4) operator = reader.text(field);
    else if (field.number === 7) domain = reader.text(field);
    else if (field.number === 5) readSubgraphs(reader, field, graph, depth);
  }
  graph.operators.add(`${domain}.${operator}`);
}

/** The bodies of If, Loop and Scan are attributes. */
function readSubgraphs(reader: ProtobufReader, attribute: Range, graph: Graph, depth: number): void {
  for (const field of reader.fields(attribute)) {
    if (!('start' in field) || (field.number !== 6 && field.number !== 11)) continue;
    const inner = readGraph(reader, field, depth + 1);
    for (const operator of inner.operators) graph.operators.add(operator);
    graph.hasExternalWeights ||= inner.hasExternalWeights;
  }
}

function readInitializer(reader: ProtobufReader, range: Range, graph: Graph): void {
  for (const field of reader.fields(range)) {
    if (field.number === 8 && 'start' in field) graph.initializers.add(reader.text(field));
    if (field.number === 14 && 'value' in field && field.value === 1) graph.hasExternalWeights = true;
  }
}

function readFunction(reader: ProtobufReader, range: Range): string {
  const fields = [...reader.fields(range)];
  const text = (number: number) => ranges(fields, number).map((found) => reader.text(found))[0] ?? '';
  return `${text(10)}.${text(1)}`;
}

function refuseCustomOperators(name: string, graph: Graph, functions: readonly string[]): void {
  const defined = new Set(functions);
  const custom = [...graph.operators].filter((operator) => {
    const domain = operator.slice(0, operator.lastIndexOf('.'));
    return !knownDomains.has(domain) && !defined.has(operator);
  });
  if (custom.length > 0) {
    throw new ReticleError('MODEL_CUSTOM_OPERATORS', { name, operators: custom.slice(0, 5).join(', ') });
  }
}

function readValueInfo(reader: ProtobufReader, range: Range): TensorSpec {
  let name = '';
  let type = 'unknown';
  let shape: (number | string)[] = [];
  for (const field of reader.fields(range)) {
    if (!('start' in field)) continue;
    if (field.number === 1) name = reader.text(field);
    if (field.number === 2) {
      for (const tensor of ranges([...reader.fields(field)], 1)) ({ type, shape } = readTensorType(reader, tensor));
    }
  }
  return { name, type, shape };
}

function readTensorType(reader: ProtobufReader, range: Range): { type: string; shape: (number | string)[] } {
  let type = 'unknown';
  const shape: (number | string)[] = [];
  for (const field of reader.fields(range)) {
    if (field.number === 1 && 'value' in field) type = elementTypes[field.value] ?? `type ${field.value}`;
    if (field.number === 2 && 'start' in field) {
      for (const dimension of ranges([...reader.fields(field)], 1)) shape.push(readDimension(reader, dimension));
    }
  }
  return { type, shape };
}

function readDimension(reader: ProtobufReader, range: Range): number | string {
  for (const field of reader.fields(range)) {
    if (field.number === 1 && 'value' in field) return field.value < 2 ** 53 ? field.value : 'dynamic';
    if (field.number === 2 && 'start' in field) return reader.text(field);
  }
  return 'dynamic';
}

function readEntry(reader: ProtobufReader, range: Range): [string, string] {
  const fields = [...reader.fields(range)];
  const text = (number: number) => ranges(fields, number).map((found) => reader.text(found))[0] ?? '';
  return [text(1), text(2)];
}

function ranges(fields: readonly Field[], number: number): Range[] {
  return fields.flatMap((field) => (field.number === number && 'start' in field ? [field] : []));
}
