import { join } from 'node:path';
import sharp from 'sharp';
import { ReticleError, toWireError } from '#common/errors';
import { parentPort } from '../parent-port';
import { InferenceEngine } from './inference-engine';
import type { Answer, FromProcess, Request, ToProcess } from './inference-messages';
import type { AnalysedFrame } from './video/video-analysis';

/*
 * The inference process: native code that reads strangers' files runs here, so that a crash takes one picture with it
 * and not the app. It keeps nothing; whoever started it can end it at any moment.
 */

// Its cache would keep opened files and old pixels; each picture comes once.
sharp.cache(false);
const engine = new InferenceEngine(join(import.meta.dirname, 'model-worker.js'));
const port = parentPort<ToProcess, FromProcess>();
const inWork = new Map<number, AbortController>();

port.onMessage((message) => {
  if (message.kind === 'cancel') inWork.get(message.id)?.abort();
  else if (message.kind === 'status') sendStatus();
  else void answer(message);
});
sendStatus();
// Ctrl-C goes to all processes of a terminal at once; whoever started this one decides what ends, and when.
process.on('SIGINT', () => {});

function sendStatus(): void {
  port.send({ kind: 'status', rss: process.memoryUsage.rss() });
}

async function answer({ id, ...request }: Request & { readonly id: number }): Promise<void> {
  const abort = new AbortController();
  inWork.set(id, abort);
  try {
    const value = await perform(id, request, abort.signal);
    port.send({ kind: 'answer', id, rss: process.memoryUsage.rss(), ok: true, value });
  } catch (error) {
    const stack = error instanceof Error && !(error instanceof ReticleError) ? error.stack : undefined;
    const wire = toWireError(error, abort.signal);
    port.send({ kind: 'answer', id, rss: process.memoryUsage.rss(), ok: false, error: wire, stack });
  } finally {
    inWork.delete(id);
  }
}

function perform(id: number, request: Request, signal: AbortSignal): Promise<Answer> {
  switch (request.kind) {
    case 'analyse':
      return engine.analyse(request, signal);
    case 'analyse-pop':
      return engine.analysePop(request, signal);
    case 'analyse-video': {
      const onFrame = (frame: AnalysedFrame) => port.send({ kind: 'frame', id, rss: process.memoryUsage.rss(), frame });
      return engine.analyseVideo(request, onFrame, signal);
    }
    case 'inspect':
      return engine.inspect(request, signal);
  }
}
