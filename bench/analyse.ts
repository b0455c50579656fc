import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { pino } from 'pino';
import sharp from 'sharp';
import { mapInOrder } from '#core/analysis/map-in-order';
import { picturesAtOnce } from '#core/analysis/pictures-at-once';
import { InferenceClient } from '#core/local/inference-client';
import { forkNodeProcess } from '../src-main/node/fork-process';
import { median, report, timeEach } from './report';

// Pictures and the model of the fixtures; without them there is nothing to measure.
const fixtures = resolve('..', 'shared', 'fixtures');
const modelPath = join(fixtures, 'models', 'yolox_nano.onnx');
const modelSide = 416;
const folderSize = 200;
const noSignal = new AbortController().signal;

/** What the network and the picture library need on their own, in this process. */
async function limitsOf(picture: string) {
  const session = await InferenceSession.create(modelPath);
  const feeds = {
    images: new Tensor('float32', new Float32Array(3 * modelSide * modelSide), [1, 3, modelSide, modelSide]),
  };
  const height = Math.round((modelSide * 1080) / 1920);
  const decode = () => sharp(picture).resize(modelSide, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const decodeMs = median(await timeEach(60, 10, decode));
  const runMs = median(await timeEach(60, 10, () => session.run(feeds)));
  await session.release();
  const single = await InferenceSession.create(modelPath, { intraOpNumThreads: 1 });
  // What no overlapping can hide: the processors' own time for both, on all of them.
  const processorMs = (await processorMsOf(decode)) + (await processorMsOf(() => single.run(feeds)));
  await single.release();
  return { decodeMs, runMs, processorMs: processorMs / availableParallelism() };
}

/** Time of all processors for one go, in ms. */
async function processorMsOf(work: () => Promise<unknown>): Promise<number> {
  const rounds = 40;
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}

const openCv = `
import cv2, sys, time, numpy as np
net = cv2.dnn.readNetFromONNX(sys.argv[1]); times = []
for i in range(35):
    start = time.perf_counter()
    image = cv2.imread(sys.argv[2]); h, w = image.shape[:2]; r = min(416 / h, 416 / w)
    padded = np.full((416, 416, 3), 114, np.uint8); small = cv2.resize(image, (int(w * r), int(h * r)))
    padded[:small.shape[0], :small.shape[1]] = small
    net.setInput(cv2.dnn.blobFromImage(padded)); net.forward()
    times.append((time.perf_counter() - start) * 1000)
print(sorted(times[5:])[15])
`;

/** Milliseconds of OpenCV's DNN for the same picture; null where it is not installed. */
async function openCvMs(picture: string): Promise<number | null> {
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', openCv, modelPath, picture]);
    return Number(stdout);
  } catch {
    console.log('skipped: OpenCV for Python is not installed (python3-opencv)');
    return null;
  }
}

async function makePictures(folder: string): Promise<string[]> {
  const names = ['coffee.png', 'astronaut.png', 'chelsea.png', 'rocket.jpg'];
  return Promise.all(
    Array.from({ length: folderSize }, async (_, index) => {
      const source = join(fixtures, 'images', names[index % names.length] ?? '');
      const path = join(folder, `${index}.jpg`);
      await sharp(source)
        .resize(1920, 1080, { fit: 'cover' })
        .modulate({ hue: index })
        .jpeg({ quality: 88 })
        .toFile(path);
      return path;
    }),
  );
}

async function main(): Promise<void> {
  if (!existsSync(modelPath)) return console.log(`skipped: no fixtures at ${fixtures}`);
  const folder = mkdtempSync(join(tmpdir(), 'reticle-bench-'));
  const options = { provider: 'cpu', threads: 0, memoryLimitMiB: 4096 };
  const entry = resolve('out', 'main', 'inference-process.js');
  const inference = new InferenceClient(
    () => forkNodeProcess(entry),
    () => options,
    pino({ level: 'silent' }),
  );
  try {
    const pictures = await makePictures(folder);
    const [picture = ''] = pictures;
    console.log(`${availableParallelism()} cores; YOLOX-nano on a 1920 × 1080 JPEG`);
    const analyse = (path: string) => inference.analyse(path, modelPath, 0.3, noSignal);
    const { decodeMs, runMs, processorMs } = await limitsOf(picture);
    const oneMs = median(await timeEach(60, 10, () => analyse(picture)));
    const parts = `sharp ${decodeMs.toFixed(1)} + session.run ${runMs.toFixed(1)}`;
    report({ what: 'warm analyse', oursMs: oneMs, peer: parts, peerMs: decodeMs + runMs, bar: { atMost: 1.25 } });
    const cvMs = await openCvMs(picture);
    if (cvMs !== null)
      report({ what: 'warm analyse', oursMs: oneMs, peer: 'OpenCV DNN', peerMs: cvMs, bar: { atLeast: 3 } });
    const start = performance.now();
    for await (const _ of mapInOrder(pictures, picturesAtOnce, analyse));
    const eachMs = (performance.now() - start) / pictures.length;
    const limitMs = Math.max(decodeMs, runMs);
    report({
      what: `folder of ${folderSize}, each`,
      oursMs: eachMs,
      peer: 'max(decode, run)',
      peerMs: limitMs,
      bar: { atLeast: 0.8 },
    });
    report({
      what: `folder of ${folderSize}, each`,
      oursMs: eachMs,
      peer: 'processor time of both on all processors',
      peerMs: processorMs,
      bar: { atLeast: 0.8 },
    });
  } finally {
    await inference.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
