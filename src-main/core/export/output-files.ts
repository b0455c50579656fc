import type { OutputPlan } from '#common/contract/runs';
import type { FrameStore } from '../analysis/frame-store';
import type { ItemResult } from '../analysis/result-store';
import { formatRecords, type PredictionRecord } from './prediction-record';
import type { OutputFile, OutputItem } from './run-outputs';
import { writeFileWhole } from './write-file-whole';

/** What is written for an item of a run: the record of a picture as JSON, those of a video's frames as JSON lines. */
export function outputFiles(
  plan: OutputPlan,
  item: OutputItem,
  result: ItemResult,
  kind: 'image' | 'video',
  frames: FrameStore,
): OutputFile[] {
  if (!plan.records) return [];
  const record: PredictionRecord = {
    media: item.path,
    width: result.prediction.source_width,
    height: result.prediction.source_height,
    engine: 'local',
    model: item.modelId,
    elapsedMs: result.elapsedMs,
    prediction: result.prediction,
  };
  if (kind === 'image') {
    const json = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
    return [{ ending: '.json', write: (path, signal) => writeFileWhole(path, [json], signal) }];
  }
  function* records(): Generator<PredictionRecord> {
    for (const { frameIndex, timestampNs, prediction } of frames.each(item)) {
      yield { ...record, frameIndex, timestampNs, prediction };
    }
  }
  return [
    { ending: '.jsonl', write: (path, signal) => writeFileWhole(path, formatRecords(records(), 'jsonl'), signal) },
  ];
}
