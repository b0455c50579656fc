import { InferenceSession, Tensor } from 'onnxruntime-node';

const modelPath = '/work/shared/fixtures/models/yolox_nano.onnx';
const mk = (o: object) => InferenceSession.create(modelPath, { ...o } as never);
const noSpin = { extra: { session: { intra_op: { allow_spinning: '0' } } } };
const S: Record<string, InferenceSession> = {
  def: await mk({}),
  nospin: await mk(noSpin),
  one: await mk({ intraOpNumThreads: 1 }),
  nospin2: await mk({ ...noSpin, intraOpNumThreads: 2 }),
};
const data = new Float32Array(3 * 416 * 416).fill(114);
const run = (s: InferenceSession) => s.run({ images: new Tensor('float32', data, [1, 3, 416, 416]) });
for (let round = 0; round < 2; round++)
  for (const [k, s] of Object.entries(S))
    for (const conc of [1, 2, 3]) {
      for (let i = 0; i < 5; i++) await run(s);
      const n = 60;
      const c0 = process.cpuUsage();
      const t0 = performance.now();
      const times: number[] = [];
      let left = n;
      await Promise.all(
        Array.from({ length: conc }, async () => {
          while (left-- > 0) {
            const a = performance.now();
            await run(s);
            times.push(performance.now() - a);
          }
        }),
      );
      const w = (performance.now() - t0) / n;
      const c = process.cpuUsage(c0);
      times.sort((a, b) => a - b);
      console.log(
        round,
        k.padEnd(8),
        'conc',
        conc,
        'wall/pic',
        w.toFixed(1),
        'cpu/pic',
        ((c.user + c.system) / 1000 / n).toFixed(1),
        'p10',
        times[6]!.toFixed(1),
      );
    }
