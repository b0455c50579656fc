import type { Prediction } from '#common/prediction/prediction';
import { formatList } from './format-list';
import { motLines } from './mot-lines';

/** One analysed picture as it leaves the app; the command line and the window export the same record. */
export type PredictionRecord = {
  readonly media: string;
  readonly width: number;
  readonly height: number;
  readonly engine: string;
  readonly model: string;
  /** Absent where nobody knows yet: of videos whose run is not through. */
  readonly elapsedMs?: number;
  /** Of a frame of a video: its place in presentation order, from 0, and its presentation time. */
  readonly frameIndex?: number;
  readonly timestampNs?: number;
  readonly prediction: Prediction;
};

export const exportFormats = ['json', 'jsonl', 'csv', 'mot'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportContentTypes: Record<ExportFormat, string> = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  mot: 'text/plain; charset=utf-8',
};

const csvColumns = [
  'media',
  'width',
  'height',
  'engine',
  'model',
  'elapsedMs',
  'object',
  'parent',
  'label',
  'confidence',
  'x',
  'y',
  'objectWidth',
  'objectHeight',
  'orientation',
  'trackId',
  'frameIndex',
  'timestampNs',
];

/**
 * JSON is one array; JSONL one line a picture; CSV one line an object (nested ones name their parent), and one line
 * with empty object columns for a picture without objects, so that no picture is silently left out. MOT holds the tracks
 * of one video.
 */
export const formatRecords = (
  records: AsyncIterable<PredictionRecord> | Iterable<PredictionRecord>,
  format: ExportFormat,
): AsyncGenerator<string> =>
  format === 'mot' ? motLines(records) : formatList(records, format, { columns: csvColumns, rows: csvRows });

function csvRows(record: PredictionRecord): unknown[][] {
  const { media, width, height, engine, model, elapsedMs, frameIndex, timestampNs } = record;
  const head = [media, width, height, engine, model, elapsedMs];
  const tail = [frameIndex, timestampNs];
  const rows = objectRows(record.prediction.objects ?? [], '');
  const empty = csvColumns.length - head.length - tail.length;
  const lines = rows.length > 0 ? rows : [Array<undefined>(empty).fill(undefined)];
  return lines.map((row) => [...head, ...row, ...tail]);
}

type Objects = NonNullable<Prediction['objects']>;

/** Flattens nested objects depth first; `object` is a path such as `0.2`, `parent` the path above it. */
function objectRows(objects: Objects, parent: string): unknown[][] {
  return objects.flatMap((object, index) => {
    const path = parent === '' ? String(index) : `${parent}.${index}`;
    const { classLabel, confidence, x, y, width, height, orientation, trackId } = object;
    const row = [path, parent, classLabel, confidence, x, y, width, height, orientation, trackId];
    return [row, ...objectRows(object.objects ?? [], path)];
  });
}
