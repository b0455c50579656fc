import type { InferenceClient } from '#core/local/inference-client';
import { startClouditiaEmulator } from './clouditia/emulator';
import { EyePopEmulator } from './eyepop/emulator';
import { readLocalModels } from './eyepop/local-models';
import { PopEngine } from './eyepop/pop-engine';

export type RunningEmulator = {
  readonly url: string;
  /** What a program that is to come here needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

export type EmulatorTools = {
  /** The real local engine, started when something is first asked of it. */
  readonly inference: InferenceClient;
  readonly modelFolders: readonly string[];
};

export type EmulatorEntry = {
  readonly name: string;
  /** @param port - 0 takes a free one */
  start(port: number, tools: EmulatorTools): Promise<RunningEmulator>;
};

/** All that `npm run emulators` starts, in the order of their ports. */
export const emulators: readonly EmulatorEntry[] = [
  {
    name: 'eyepop',
    start: async (port, { inference, modelFolders }) => {
      return EyePopEmulator.start(new PopEngine(inference, await readLocalModels(modelFolders)), { port });
    },
  },
  { name: 'clouditia', start: (port) => startClouditiaEmulator({ port }) },
];
