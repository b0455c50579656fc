import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { pino } from 'pino';
import { InferenceClient } from '#core/local/inference-client';
import { findFfmpeg } from '#core/media/video/ffmpeg-programs';
import { readFrameIndex } from '#core/media/video/frame-index';
import { probeVideo } from '#core/media/video/probe-video';
import { VideoAnalyser } from '#core/media/video/video-analyser';
import { popOfModel } from '#core/pops/bind-pop';
import { forkNodeProcess } from '../src-main/node/fork-process';
import { median, report, timeEach } from './report';

const fixtures = resolve('..', 'shared', 'fixtures');
const modelPath = join(fixtures, 'models', 'yolox_nano.onnx');
const videoPath = join(fixtures, 'video', 'pedestrians.mp4');
const measuredFrames = 600;
/** Enough to see memory grow; 20,000 of them take some minutes. */
const longFrames = Number(process.env.RETICLE_BENCH_FRAMES ?? 3000);
const { signal } = new AbortController();

/** The fixture again and again, without encoding it anew. */
function loopedVideo(folder: string, frames: number): string {
  const path = join(folder, `${frames}.mp4`);
  const loops = Math.ceil(frames / 150) - 1;
  execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', String(loops), '-i', videoPath, '-c', 'copy', '-an', path]);
  return path;
}

function decodeMsEach(path: string): number {
  const args = ['-v', 'error', '-nostdin', '-i', path, '-vf', 'scale=416:234:flags=bilinear', '-pix_fmt', 'rgb24'];
  const startedAt = performance.now();
  execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-y', '/dev/null']);
  return (performance.now() - startedAt) / measuredFrames;
}

async function runMsEach(): Promise<{ whole: number; processorMs: number }> {
  const feeds = { images: new Tensor('float32', new Float32Array(3 * 416 * 416), [1, 3, 416, 416]) };
  const session = await InferenceSession.create(modelPath);
  const whole = median(await timeEach(100, 10, () => session.run(feeds)));
  await session.release();
  const single = await InferenceSession.create(modelPath, { intraOpNumThreads: 1 });
  const alone = median(await timeEach(60, 10, () => single.run(feeds)));
  await single.release();
  return { whole, processorMs: alone };
}

async function main(): Promise<void> {
  if (!existsSync(videoPath)) return console.log(`skipped: no fixtures at ${fixtures}`);
  const folder = mkdtempSync(join(tmpdir(), 'reticle-bench-'));
  let rss = 0;
  const inference = new InferenceClient(
    () => {
      const child = forkNodeProcess(resolve('out', 'main', 'inference-process.js'));
      child.onMessage((message) => {
        rss = (message as { rss: number }).rss; // every message of the process has it
      });
      return child;
    },
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  try {
    const path = loopedVideo(folder, measuredFrames);
    const pop = popOfModel({ id: 'yolox', name: 'yolox', path: modelPath, sha256: '' });
    const part = { sampling: { every: 1 }, fromNs: null, toNs: null };
    const programs = await findFfmpeg();
    const analyse = async (file: string, onFrame: (count: number) => void) => {
      const facts = await probeVideo(file, programs, signal);
      const index = await readFrameIndex(file, programs, () => {}, signal);
      const opened = { path: file, facts, index, programs };
      let count = 0;
      for await (const _ of new VideoAnalyser(inference).frames(opened, pop, part, 0, signal)) {
        count += 1;
        onFrame(count);
      }
      return count;
    };
    await analyse(videoPath, () => {});
    const run = await runMsEach();
    const decode = decodeMsEach(path);
    const startedAt = performance.now();
    const frames = await analyse(path, () => {});
    const ours = (performance.now() - startedAt) / frames;
    console.log(`${availableParallelism()} cores; YOLOX-nano on every frame of ${frames} at 1280 × 720`);
    const peer = `max(decode ${decode.toFixed(1)}, run ${run.whole.toFixed(1)})`;
    report({ what: 'a frame', oursMs: ours, peer, peerMs: Math.max(decode, run.whole), bar: { atLeast: 0.85 } });
    // One processor cannot do two things: what both cost, on all processors.
    const processors = (run.processorMs + decode * availableParallelism()) / availableParallelism();
    const both = 'processor time of both on all processors';
    report({ what: 'a frame', oursMs: ours, peer: both, peerMs: processors, bar: { atLeast: 0.85 } });
    let early = 0;
    let most = 0;
    await analyse(loopedVideo(folder, longFrames), (count) => {
      if (count === 500) early = rss;
      if (count > 500) most = Math.max(most, rss);
    });
    console.log(
      `memory of the inference process after 500 frames ${mib(early)}, at most ${mib(most)} until ${longFrames}: ${mib(most - early)} more (at most 60 MiB)`,
    );
  } finally {
    await inference.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

await main();
