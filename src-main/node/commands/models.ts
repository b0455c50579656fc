import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Model } from '#common/contract/models';
import type { ModelService } from '#core/models/model-service';
import { table } from './text-table';
import { UsageError } from './usage';

export type ModelsArgs = {
  readonly action: 'list' | 'info' | 'add' | 'remove';
  /** An id or, to add, a file; empty for `list`. */
  readonly target: string;
  readonly name: string | undefined;
  readonly json: boolean;
};

/** `reticle models list|info|add|remove` @throws {ReticleError} MODEL_* or DISK_FULL */
export async function modelsCommand(
  { action, target, name, json }: ModelsArgs,
  models: ModelService,
  stdout: Writable,
  signal: AbortSignal,
): Promise<void> {
  const show = (value: Model | Model[], text: string) =>
    stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text);
  switch (action) {
    case 'list': {
      const all = models.list();
      return void show(all, modelsTable(all));
    }
    case 'info': {
      const model = models.resolve(target);
      return void show(model, details(model));
    }
    case 'add': {
      const model = await models.add(target, name, signal);
      return void show(model, `Added ${model.id} (${model.family}, ${model.labels.length} labels)\n`);
    }
    case 'remove': {
      const { id } = models.resolve(target);
      await models.remove(id);
      stdout.write(json ? `${JSON.stringify({ removed: id })}\n` : `Removed ${id}\n`);
    }
  }
}

const forms = { list: 'list', info: 'info <id>', add: 'add <file.onnx>', remove: 'remove <id>' } as const;
const isAction = (word: string | undefined): word is ModelsArgs['action'] =>
  word !== undefined && Object.hasOwn(forms, word);

/** @throws {UsageError} When there is no such action, or it is told too little or too much. */
export function parseModelsArgs(args: readonly string[]): ModelsArgs {
  const { values, positionals } = parsed(args);
  const [action, target, ...more] = positionals;
  if (!isAction(action)) throw new UsageError('Use: reticle models list, info, add or remove.');
  const isComplete = action === 'list' ? target === undefined : target !== undefined;
  if (!isComplete || more.length > 0) throw new UsageError(`Use: reticle models ${forms[action]}`);
  return { action, target: target ?? '', name: values.name, json: values.json ?? false };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, name: { type: 'string' } },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function modelsTable(models: readonly Model[]): string {
  const rows = [
    ['ID', 'FAMILY', 'INPUT', 'LABELS', 'SIZE', 'NAME'],
    ...models.map((model) => [
      model.id,
      model.family,
      `${model.inputWidthPx}×${model.inputHeightPx}`,
      String(model.labels.length),
      megabytes(model.byteSize),
      model.name,
    ]),
  ];
  return table(rows);
}

function details(model: Model): string {
  const tensor = ({ name, type, shape }: Model['inputs'][number]) => `${name} ${type}[${shape.join(', ')}]`;
  const lines: [string, string][] = [
    ['Id', model.id],
    ['Name', model.name],
    ['Family', model.family],
    ['Input', model.inputs.map(tensor).join('; ')],
    ['Output', model.outputs.map(tensor).join('; ')],
    ['Labels', model.labels.join(', ')],
    ['Size', megabytes(model.byteSize)],
    ['SHA-256', model.sha256],
    ['Licence', model.licence || 'not stated'],
    ['Built in', model.builtIn ? 'yes' : 'no'],
    ['File', model.path],
  ];
  const text = lines.map(([label, value]) => `${label.padEnd(9)} ${value}\n`).join('');
  return model.card ? `${text}\n${model.card.trim()}\n` : text;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
