import { parseArgs } from 'node:util';
import { type ExportFormat, exportFormats } from '#core/export/prediction-record';
import type { Sampling } from '#core/local/video/video-frames';
import type { SegmentWork } from './segment-records';
import { parseSegmentRule } from './segment-rule';
import { UsageError } from './usage';

export type AnalyzeArgs = {
  readonly inputs: readonly string[];
  /** An id, a name or a file; null where none was named. */
  readonly model: string | null;
  /** A file with a Pop; null runs the model alone. */
  readonly pop: string | null;
  /** Where it runs; `auto` is EyePop for as long as it answers, then this computer. */
  readonly engine: (typeof engines)[number];
  /** How to come to EyePop; null takes the one that is set up. */
  readonly connection: string | null;
  readonly minConfidence: number;
  readonly format: ExportFormat;
  readonly out: string | null;
  readonly annotate: string | null;
  /** Of videos: the stretches that fit this rule are written, and cut out where a folder is named. */
  readonly segments: SegmentWork | null;
  /** Of videos: which frames, and from when to when (ns of presentation time). */
  readonly sampling: Sampling;
  readonly fromNs: number | null;
  readonly toNs: number | null;
};

export const engines = ['local', 'eyepop', 'auto'] as const;

/** @throws {UsageError} When an option is unknown, has no value or a wrong one, or no input is named. */
export function parseAnalyzeArgs(args: readonly string[]): AnalyzeArgs {
  const { values, positionals } = parsed(args);
  if (positionals.length === 0) throw new UsageError('Name at least one file, folder or pattern to analyze.');
  const segments = segmentWork(values.segments, values.cut);
  const usual = Math.min(0.3, segments?.rule.minConfidence ?? 1);
  const minConfidence = confidence(values['min-confidence'] ?? String(usual));
  if (segments && minConfidence > segments.rule.minConfidence) {
    throw new UsageError(`--min-confidence ${minConfidence} leaves out what --segments asks for.`);
  }
  const listed = oneOf('--format', exportFormats, values.format ?? 'jsonl');
  if (segments && listed === 'mot') throw new UsageError('Segments are written as jsonl, json or csv, not as mot.');
  return {
    inputs: positionals,
    model: values.model ?? null,
    pop: values.pop ?? null,
    engine: oneOf('--engine', engines, values.engine ?? 'local'),
    connection: values.connection ?? null,
    minConfidence,
    format: listed,
    out: values.out ?? null,
    annotate: values.annotate ?? null,
    segments,
    sampling: sampling(values.every, values.fps),
    fromNs: time('--from', values.from),
    toNs: time('--to', values.to),
  };
}

function segmentWork(rule: string | undefined, cut: string | undefined): SegmentWork | null {
  if (rule !== undefined) return { rule: parseSegmentRule(rule), cut: cut ?? null };
  if (cut !== undefined) throw new UsageError('--cut needs --segments, which says what is cut out.');
  return null;
}

function sampling(every: string | undefined, fps: string | undefined): Sampling {
  if (every !== undefined && fps !== undefined) throw new UsageError('Name --every or --fps, not both.');
  if (fps !== undefined) {
    const perSecond = Number(fps);
    if (!(perSecond > 0 && perSecond <= 1000)) throw new UsageError(`--fps takes a number above 0, not "${fps}".`);
    return { perSecond };
  }
  const frames = Number(every ?? '1');
  if (!Number.isInteger(frames) || frames < 1)
    throw new UsageError(`--every takes a whole number from 1, not "${every}".`);
  return { every: frames };
}

/** Seconds, or `[hh:]mm:ss`, each with decimals if need be. */
function time(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const parts = text.split(':').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  if (parts.length > 3 || !parts.every((part) => part >= 0)) {
    throw new UsageError(`${option} takes seconds or hh:mm:ss, not "${text}".`);
  }
  return Math.round(seconds * 1e9);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        pop: { type: 'string' },
        engine: { type: 'string' },
        connection: { type: 'string' },
        'min-confidence': { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string' },
        annotate: { type: 'string' },
        segments: { type: 'string' },
        cut: { type: 'string' },
        every: { type: 'string' },
        fps: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
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

function oneOf<T extends string>(option: string, known: readonly T[], text: string): T {
  const found = known.find((name) => name === text);
  if (!found) throw new UsageError(`${option} is one of ${known.join(', ')}, not "${text}".`);
  return found;
}
