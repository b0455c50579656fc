import { constants, setPriority } from 'node:os';
import { ReticleError, toWireError } from '#common/errors';
import { FrameStore } from '../analysis/frame-store';
import { parentPort } from '../parent-port';
import { openToRead } from '../store/open-database';
import { annotatePicture } from './annotate-picture';
import { annotateVideo } from './annotate-video';
import type { AnnotateOrder, FromExportProcess, PictureOrder, ToExportProcess } from './export-messages';
import { writeFileWhole } from './write-file-whole';

/*
 * The export process: decodes, draws and encodes one video, or pictures as they come, so that neither the window nor a
 * run waits for it. Whoever started it ends it, at any moment.
 */

const framesPerWord = 10;
const port = parentPort<ToExportProcess, FromExportProcess>();
const stop = new AbortController();

port.onMessage((message) => {
  if (message.kind === 'cancel') stop.abort();
  else if (message.kind === 'picture') void paint(message.order);
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

async function paint({ id, path, prediction, out, format, minConfidence }: PictureOrder): Promise<void> {
  try {
    const bytes = await annotatePicture(path, prediction, format, minConfidence, stop.signal);
    await writeFileWhole(out, [bytes], stop.signal);
    port.send({ kind: 'painted', id, error: null });
  } catch (error) {
    port.send({ kind: 'painted', id, error: toWireError(error) });
  }
}
