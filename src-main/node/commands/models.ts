import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Model } from '#common/contract/models';
import type { ModelService } from '#core/models/model-service';
import { UsageError } from './usage';

/** `reticle models list|info|add|remove` */
export async function modelsCommand(
  args: readonly string[],
  models: ModelService,
  stdout: Writable,
  signal: AbortSignal,
) {
  const { action, target, name, json } = parsed(args);
  const show = (value: Model | Model[], text: string) =>
    stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text);
  switch (action) {
    case 'list': {
      const all = models.list();
      return void show(all, table(all));
    }
    case 'info': {
      const model = models.get(required(target, 'models info <id>'));
      return void show(model, details(model));
    }
    case 'add': {
      const model = await models.add(required(target, 'models add <file.onnx>'), name, signal);
      return void show(model, `Added ${model.id} (${model.family}, ${model.labels.length} labels)\n`);
    }
    case 'remove': {
      const id = required(target, 'models remove <id>');
      await models.remove(id);
      stdout.write(json ? `${JSON.stringify({ removed: id })}\n` : `Removed ${id}\n`);
      return;
    }
    default:
      throw new UsageError('Use: reticle models list, info, add or remove.');
  }
}

function parsed(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, name: { type: 'string' } },
    });
    return { action: positionals[0], target: positionals[1], name: values.name, json: values.json ?? false };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function required(value: string | undefined, form: string): string {
  if (!value) throw new UsageError(`Use: reticle ${form}`);
  return value;
}

function table(models: readonly Model[]): string {
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
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
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
