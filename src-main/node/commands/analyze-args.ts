import { parseArgs } from 'node:util';
import { type ExportFormat, exportFormats } from '#core/export/prediction-record';
import { UsageError } from './usage';

export type AnalyzeArgs = {
  readonly inputs: readonly string[];
  /** An id, a name or a file; null where none was named. */
  readonly model: string | null;
  /** A file with a Pop; null runs the model alone. */
  readonly pop: string | null;
  readonly minConfidence: number;
  readonly format: ExportFormat;
  readonly out: string | null;
  readonly annotate: string | null;
};

/** @throws {UsageError} When an option is unknown, has no value or a wrong one, or no input is named. */
export function parseAnalyzeArgs(args: readonly string[]): AnalyzeArgs {
  const { values, positionals } = parsed(args);
  if (positionals.length === 0) throw new UsageError('Name at least one file, folder or pattern to analyze.');
  return {
    inputs: positionals,
    model: values.model ?? null,
    pop: values.pop ?? null,
    minConfidence: confidence(values['min-confidence'] ?? '0.3'),
    format: format(values.format ?? 'jsonl'),
    out: values.out ?? null,
    annotate: values.annotate ?? null,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        pop: { type: 'string' },
        'min-confidence': { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string' },
        annotate: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function confidence(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new UsageError(`--min-confidence takes a number from 0 to 1, not "${text}".`);
  }
  return value;
}

function format(text: string): ExportFormat {
  const known = exportFormats.find((name) => name === text);
  if (!known) throw new UsageError(`--format is one of ${exportFormats.join(', ')}, not "${text}".`);
  return known;
}
