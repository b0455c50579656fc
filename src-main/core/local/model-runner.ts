import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fromWireError } from '#common/errors';
import type { SessionKey } from './inference-session';
import type { ModelAnswer, ModelPicture, ModelRun, ModelTask } from './model-worker-messages';
import { Turns } from './turns';

type Thread = { readonly worker: Worker; isBusy: boolean };

/** Runs models on threads of their own, started when there is work for them and kept with the models they opened. */
export class ModelRunner {
  readonly #turns = new Turns();
  readonly #threads: Thread[] = [];

  /** @param workerFile - `model-worker` as it was built */
  constructor(private readonly workerFile: string) {}

  /**
   * @param key - asked for when the run's turn has come
   * @param places - how many runs may go on at once, this one with them
   * @returns What was found, and the input's memory to be used again.
   * @throws {ReticleError} MODEL_* where the model cannot be opened; an Error in a line where it cannot run
   */
  async run(key: () => SessionKey, picture: ModelPicture, places: number, signal: AbortSignal): Promise<ModelRun> {
    return this.#turns.take(places, async () => {
      signal.throwIfAborted();
      const task = { key: key(), picture };
      const answer = await this.#perform({ ...task, name: basename(task.key.modelPath) });
      if (answer.kind !== 'ran') throw new Error('the model was not run');
      return answer.run;
    });
  }

  /** @throws {ReticleError} MODEL_* */
  async open(key: SessionKey, name: string, signal: AbortSignal): Promise<void> {
    await this.#turns.take(1, async () => {
      signal.throwIfAborted();
      await this.#perform({ key, name, picture: null });
    });
  }

  async #perform(task: ModelTask): Promise<ModelAnswer> {
    const thread = this.#idleThread();
    thread.isBusy = true;
    const answer = await ask(thread.worker, task).catch((error: unknown) => {
      this.#threads.splice(this.#threads.indexOf(thread), 1);
      throw error;
    });
    thread.isBusy = false;
    if (answer.kind === 'refused') throw fromWireError(answer.error);
    if (answer.kind === 'failed') throw new Error(answer.reason);
    return answer;
  }

  /** The oldest: what needs only one thread is always done by the same, which has the model open. */
  #idleThread(): Thread {
    const idle = this.#threads.find((thread) => !thread.isBusy);
    if (idle) return idle;
    const started = { worker: new Worker(this.workerFile), isBusy: false };
    this.#threads.push(started);
    return started;
  }
}

function ask(worker: Worker, task: ModelTask): Promise<ModelAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ModelAnswer>();
  const ended = (code: number) => reject(new Error(`the thread of the model ended with ${code}`));
  worker.on('message', resolve); // only our own worker answers
  worker.on('error', reject);
  worker.on('exit', ended);
  worker.postMessage(task, task.picture ? [task.picture.tensor.data.buffer as ArrayBuffer] : []); // never shared memory
  return promise.finally(() => worker.off('message', resolve).off('error', reject).off('exit', ended));
}
