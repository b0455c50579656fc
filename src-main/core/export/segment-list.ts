import type { Segment, SegmentRule } from '#common/contract/segments';
import type { Clip } from '../media/video/cut-clip';
import { formatList, type ListFormat } from './format-list';

/** One segment as it leaves the app, and the clip that was cut of it. */
export type SegmentRecord = Segment & { readonly media: string; readonly rule: SegmentRule; readonly clip?: Clip };

export const segmentFormats = ['json', 'jsonl', 'csv'] as const satisfies readonly ListFormat[];

const columns = [
  ...['media', 'label', 'startSeconds', 'endSeconds', 'seconds', 'firstFrame', 'lastFrame', 'frameCount'],
  ...['confidence', 'clip', 'clipBeginsSeconds', 'clipEndsSeconds'],
];

/** Seconds are those of the file's own clock. */
export const formatSegments = (
  records: AsyncIterable<SegmentRecord> | Iterable<SegmentRecord>,
  format: ListFormat,
): AsyncGenerator<string> => formatList(records, format, { columns, rows: (record) => [cells(record)] });

function cells({ media, rule, clip, ...segment }: SegmentRecord): unknown[] {
  const { startNs, endNs, firstFrame, lastFrame, frameCount, confidence } = segment;
  const times = [startNs, endNs, endNs - startNs].map(seconds);
  const clipTimes = clip ? [clip.path, seconds(clip.beginsNs), seconds(clip.endsNs)] : [];
  return [media, rule.classLabel, ...times, firstFrame, lastFrame, frameCount, confidence, ...clipTimes];
}

const seconds = (ns: number) => Math.round(ns / 1000) / 1e6;
