import { constants, setPriority } from 'node:os';
import { ReticleError, toWireError } from '#common/errors';
import { FrameStore } from '../analysis/frame-store';
import { parentPort } from '../parent-port';
import { openToRead } from '../store/open-database';
import { annotateVideo } from './annotate-video';
import type { AnnotateOrder, FromExportProcess, ToExportProcess } from './export-messages';

/*
 * The export process: decodes, draws and encodes one video, so that neither the window nor a run waits for it. It ends
 * with its work; whoever started it can end it at any moment.
 */

const framesPerWord = 10;
const port = parentPort<ToExportProcess, FromExportProcess>();
const stop = new AbortController();

port.onMessage((message) => {
  if (message.kind === 'cancel') stop.abort();
  else void perform(message.order);
});
port.send({ kind: 'ready' });
// Ctrl-C goes to all processes of a terminal at once; whoever started this one decides what ends, and when.
process.on('SIGINT', () => {});

async function perform({ databaseFile, of, ...work }: AnnotateOrder): Promise<void> {
  // What a person waits for goes first; ffmpeg inherits this.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const database = openToRead(databaseFile);
  const onWritten = (frames: number) => {
    if (frames % framesPerWord === 0) port.send({ kind: 'written', frames });
  };
  try {
    for await (const _frame of annotateVideo({ ...work, onWritten }, new FrameStore(database).each(of), stop.signal));
    port.send({ kind: 'done' });
  } catch (error) {
    const stack = error instanceof Error && !(error instanceof ReticleError) ? error.stack : undefined;
    port.send({ kind: 'failed', error: toWireError(error, stop.signal), stack });
  } finally {
    database.close();
  }
}
