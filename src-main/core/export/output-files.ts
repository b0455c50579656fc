import { rename } from 'node:fs/promises';
import { extname } from 'node:path';
import type { OverlayChoice } from '#common/contract/exports';
import type { OutputPlan } from '#common/contract/runs';
import { defaultLook } from '#common/overlay/look';
import type { FrameStore } from '../analysis/frame-store';
import type { ItemResult } from '../analysis/result-store';
import type { Host } from '../host';
import { annotatedFormat } from './annotate-picture';
import { annotateInProcess } from './export-client';
import type { PicturePainter } from './picture-painter';
import { formatRecords, type PredictionRecord } from './prediction-record';
import type { OutputFile, OutputItem } from './run-outputs';
import { writeFileWhole } from './write-file-whole';

export type OutputParts = {
  readonly frames: FrameStore;
  readonly painter: PicturePainter;
  readonly databaseFile: string;
  readonly host: Pick<Host, 'fork' | 'log'>;
  /** As the window shows it: below it nothing is drawn. Records hold all that is stored. */
  readonly minConfidence: () => number;
};

type Kind = 'image' | 'video';

/** What is written for an item of a run: records, and a copy with its overlays. */
export function outputFiles(
  plan: OutputPlan,
  item: OutputItem,
  result: ItemResult,
  kind: Kind,
  parts: OutputParts,
): OutputFile[] {
  return [
    ...(plan.records ? [records(item, result, kind, parts)] : []),
    ...(plan.annotated ? [kind === 'image' ? annotatedPicture(item, result, parts) : annotatedVideo(item, parts)] : []),
  ];
}

/** The record of a picture as JSON, those of a video's frames as JSON lines. */
function records(item: OutputItem, result: ItemResult, kind: Kind, { frames }: OutputParts): OutputFile {
  const record: PredictionRecord = {
    media: item.path,
    width: result.prediction.source_width,
    height: result.prediction.source_height,
    engine: result.engine ?? 'local',
    model: item.modelId,
    elapsedMs: result.elapsedMs,
    prediction: result.prediction,
  };
  if (kind === 'image') {
    const json = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
    return { ending: '.json', write: (path, signal) => writeFileWhole(path, [json], signal) };
  }
  function* ofFrames(): Generator<PredictionRecord> {
    for (const { frameIndex, timestampNs, prediction, engine = 'local' } of frames.each(item)) {
      yield { ...record, engine, frameIndex, timestampNs, prediction };
    }
  }
  return {
    ending: '.jsonl',
    write: (path, signal) => writeFileWhole(path, formatRecords(ofFrames(), 'jsonl'), signal),
  };
}

function annotatedPicture(item: OutputItem, { prediction }: ItemResult, parts: OutputParts): OutputFile {
  const format = annotatedFormat(item.path);
  return {
    ending: format === 'jpeg' ? extname(item.path) : '.png',
    write: async (out, signal) => {
      const minConfidence = parts.minConfidence();
      await parts.painter.paint({ path: item.path, prediction, out, format, minConfidence });
      signal.throwIfAborted();
    },
  };
}

function annotatedVideo({ path, runId, mediaId }: OutputItem, parts: OutputParts): OutputFile {
  const { databaseFile, host, minConfidence } = parts;
  return {
    ending: '.mp4',
    write: async (out, signal) => {
      const part = `${out}.part`;
      const view = { ...usualView, minConfidence: minConfidence() };
      const order = { databaseFile, of: { runId, mediaId }, path, part, view };
      await annotateInProcess(host.fork, order, () => {}, host.log, signal);
      await rename(part, out);
    },
  };
}

const usualView: Omit<OverlayChoice, 'minConfidence'> = {
  hiddenClasses: [],
  colourMode: 'class',
  look: defaultLook,
  language: 'en',
};
