import { basename } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { Backend } from '#common/contract/runs';
import { ReticleError } from '#common/errors';

const keptSessions = 4;

export type SessionKey = {
  readonly modelPath: string;
  /** `cpu`, or another provider of ONNX Runtime, which is tried first. */
  readonly provider: string;
  /** 0 lets ONNX Runtime choose. */
  readonly threads: number;
};
export type OpenSession = { readonly session: InferenceSession; readonly backend: Backend };

/** Sessions of ONNX Runtime, the last four used kept open: opening one costs more than a picture. One caller at a time. */
export class Sessions {
  readonly #open = new Map<string, OpenSession>();

  /**
   * Opens a model, on the processor where the provider asked for cannot have it; `backend` tells what it became and why.
   *
   * @throws {ReticleError} MODEL_UNREADABLE or MODEL_CUSTOM_OPERATORS, in the runtime's words
   */
  async get(key: SessionKey, name = basename(key.modelPath)): Promise<OpenSession> {
    const id = JSON.stringify([key.modelPath, key.provider, key.threads]);
    const found = this.#open.get(id);
    if (found) {
      // A Map keeps the order of insertion: the last used goes to its end.
      this.#open.delete(id);
      this.#open.set(id, found);
      return found;
    }
    const opened = await openSession(key, name);
    this.#open.set(id, opened);
    await this.#dropOldest();
    return opened;
  }

  async #dropOldest(): Promise<void> {
    for (const [id, { session }] of this.#open) {
      if (this.#open.size <= keptSessions) return;
      this.#open.delete(id);
      await session.release();
    }
  }
}

async function openSession({ modelPath, provider, threads }: SessionKey, name: string): Promise<OpenSession> {
  const create = (executionProvider: string) =>
    InferenceSession.create(modelPath, {
      executionProviders: [executionProvider],
      ...(threads > 0 && { intraOpNumThreads: threads }),
      logSeverityLevel: 3,
    });
  let reason = '';
  if (provider !== 'cpu') {
    try {
      return { session: await create(provider), backend: { provider, reason: '' } };
    } catch (cause) {
      // Shown beside the result: what was asked for, and why it was not to be had.
      reason = `${provider}: ${firstLine(cause)}`;
    }
  }
  try {
    return { session: await create('cpu'), backend: { provider: 'cpu', reason } };
  } catch (cause) {
    throw modelError(cause, name);
  }
}

/** The runtime tells an operator that it does not have only in words. */
function modelError(cause: unknown, name: string): ReticleError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const operators = [
    ...message.matchAll(/No Op registered for ([\w.:]+)/g),
    ...message.matchAll(/Fatal error: ([\w.:]+)\([^)]*\) is not a registered function\/op/g),
  ].map((match) => match[1]);
  if (operators.length > 0) {
    return new ReticleError(
      'MODEL_CUSTOM_OPERATORS',
      { name, operators: [...new Set(operators)].join(', ') },
      { cause },
    );
  }
  return new ReticleError('MODEL_UNREADABLE', { name, reason: firstLine(cause) }, { cause });
}

/** An error of the runtime in one line, without the place in its sources. */
export function firstLine(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line
    .replace(/\/\S+\.(cc|h):\d+ /g, '')
    .trim()
    .slice(0, 300);
}
