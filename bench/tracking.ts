import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import type { PredictedObject } from '#common/prediction/prediction';
import { InferenceClient } from '#core/local/inference-client';
import { PlainIouTracker } from '#core/local/tracking/plain-iou-tracker.builder';
import { Tracker } from '#core/local/tracking/tracker';
import { trackingScore } from '#core/local/tracking/tracking-score.builder';
import { walkers } from '#core/local/tracking/walkers.builder';
import { VideoAnalyser } from '#core/media/video/video-analyser';
import { popOfModel } from '#core/pops/bind-pop';
import { forkNodeProcess } from '../src-main/node/fork-process';

const fixtures = resolve('..', 'shared', 'fixtures');
const videoPath = join(fixtures, 'video', 'pedestrians.mp4');
const modelPath = join(fixtures, 'models', 'yolox_nano.onnx');

type AnyTracker = { update(objects: readonly PredictedObject[], timestampNs: number): PredictedObject[] };
const trackers: Record<string, () => AnyTracker> = {
  ours: () => new Tracker(),
  'plain IoU': () => new PlainIouTracker(),
};

/** Crowds with known truth, made of the same numbers each time. */
function synthetic(framesPerSecond: number): void {
  const seeds = [1, 2, 3, 4, 5, 6];
  for (const [name, make] of Object.entries(trackers)) {
    let [mota, idf1, switches] = [0, 0, 0];
    for (const seed of seeds) {
      const frames = walkers({ seed, walkers: 14, seconds: 20, framesPerSecond, missShare: 0.15, falsePerFrame: 1 });
      const tracker = make();
      const score = trackingScore(
        frames,
        frames.map((frame) => tracker.update(frame.detections, frame.timestampNs)),
      );
      mota += score.mota / seeds.length;
      idf1 += score.idf1 / seeds.length;
      switches += score.switches / seeds.length;
    }
    const figures = `MOTA ${mota.toFixed(3)}, IDF1 ${idf1.toFixed(3)}, ${switches.toFixed(1)} switches in 20 s`;
    console.log(`14 walkers at ${framesPerSecond} frames a second, ${name}: ${figures}`);
  }
}

/**
 * On real frames nobody knows the truth: a switch is counted where a box goes on with the one that overlaps it most in
 * the next frame (IoU of 0.7 or more) under another id.
 */
function switchesOf(frames: readonly (readonly PredictedObject[])[]): number {
  let switches = 0;
  for (const [index, frame] of frames.entries()) {
    const next = frames[index + 1] ?? [];
    for (const one of frame) {
      if (one.trackId == null) continue;
      const best = next
        .map((other) => ({ other, overlap: overlapOf(one, other) }))
        .sort((a, b) => b.overlap - a.overlap)[0];
      if (best && best.overlap >= 0.7 && best.other.trackId != null && best.other.trackId !== one.trackId)
        switches += 1;
    }
  }
  return switches;
}

function overlapOf(a: PredictedObject, b: PredictedObject): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const tall = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (wide <= 0 || tall <= 0) return 0;
  return (wide * tall) / (a.width * a.height + b.width * b.height - wide * tall);
}

async function real(): Promise<void> {
  if (!existsSync(videoPath)) return console.log(`skipped: no fixtures at ${fixtures}`);
  const inference = new InferenceClient(
    () => forkNodeProcess(resolve('out', 'main', 'inference-process.js')),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  try {
    const pop = popOfModel({ id: 'yolox', name: 'yolox', path: modelPath, sha256: '' });
    const part = { sampling: { every: 1 }, fromNs: null, toNs: null };
    const { signal } = new AbortController();
    const frames: { timestampNs: number; objects: PredictedObject[] }[] = [];
    for await (const { timestampNs, prediction } of new VideoAnalyser(inference).analyse(
      videoPath,
      pop,
      part,
      signal,
    )) {
      frames.push({
        timestampNs,
        objects: (prediction.objects ?? []).filter(({ confidence }) => (confidence ?? 1) >= 0.1),
      });
    }
    const minutes = ((frames.at(-1)?.timestampNs ?? 0) - (frames[0]?.timestampNs ?? 0)) / 60e9;
    console.log(`pedestrians.mp4: ${frames.length} frames, ${(60 * minutes).toFixed(1)} s`);
    // Plain IoU gives weak boxes no id, so it cannot switch on them: the second pair is over the boxes both follow.
    for (const [what, least] of [
      ['all boxes', 0],
      ['boxes sure enough for both', 0.4],
    ] as const) {
      for (const [name, make] of Object.entries(trackers)) {
        const tracker = make();
        const tracked = frames.map(({ objects, timestampNs }) =>
          tracker.update(
            objects.filter(({ confidence }) => (confidence ?? 1) >= least),
            timestampNs,
          ),
        );
        const ids = new Set(tracked.flat().flatMap(({ trackId }) => trackId ?? []));
        const boxes = tracked.flat().filter(({ trackId }) => trackId != null).length;
        const switches = switchesOf(tracked);
        const figures = `${switches} switches (${(switches / minutes).toFixed(0)} a minute), ${ids.size} ids on ${boxes} boxes`;
        console.log(`pedestrians.mp4, ${what}, ${name}: ${figures}`);
      }
    }
  } finally {
    await inference.close();
  }
}

synthetic(25);
synthetic(8);
await real();
