import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MediaId } from '#common/contract/media';
import type { OutputPlan } from '#common/contract/runs';
import type { ItemResult } from '../analysis/result-store';
import type { RunItems } from '../analysis/run-items';
import type { NextItem, RunStore, StoredOutput } from '../analysis/run-store';
import { outputName } from './output-name';

/** One file of those written for an item. */
export type OutputFile = {
  /** With its dot. */
  readonly ending: string;
  /** Writes it whole under the path given, or not at all. @throws {ReticleError} DISK_FULL or OUTPUT_REFUSED */
  readonly write: (path: string, signal: AbortSignal) => Promise<void>;
};

export type OutputItem = NextItem & { readonly path: string };

type Parts = {
  readonly runs: RunStore;
  readonly items: RunItems;
  /** What is written for an item, by its plan. */
  readonly files: (plan: OutputPlan, item: OutputItem, result: ItemResult) => readonly OutputFile[];
  readonly folderOf: (mediaId: MediaId) => string;
  /** Whether a path is that of an opened file: those are never written over, whatever the plan says. */
  readonly isInput: (path: string) => boolean;
};

/**
 * Writes the results of runs as files. The name of an item's files is stored before the first byte, so that after a
 * crash the same names are written again and nothing appears twice.
 */
export class RunOutputs {
  constructor(private readonly parts: Parts) {}

  /** @throws {ReticleError} DISK_FULL or OUTPUT_REFUSED */
  async write(item: OutputItem, result: ItemResult, signal: AbortSignal): Promise<void> {
    const output = this.parts.runs.outputOf(item.runId);
    if (!output) return;
    const files = this.parts.files(output.plan, item, result);
    const name = await this.#name(item, output, files);
    if (name === null) return;
    const base = join(output.plan.folder, name);
    // What is wrong with the folder shows, with its name, when the file is opened.
    await mkdir(dirname(base), { recursive: true }).catch(() => {});
    for (const { ending, write } of files) await write(`${base}${ending}`, signal);
  }

  /** @returns Null where files are there already and the plan is to leave them. */
  async #name(item: OutputItem, { plan, root }: StoredOutput, files: readonly OutputFile[]): Promise<string | null> {
    const { items, folderOf, isInput } = this.parts;
    const { runId, mediaId, path } = item;
    const { output, number, modelName, createdAtMs } = items.outputFacts(runId, mediaId);
    if (output !== null) return output;
    const base = outputName(plan, root, { path, folder: folderOf(mediaId), number }, modelName, new Date(createdAtMs));
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (items.isOutputTaken(runId, name)) continue;
      const there = await filesThere(plan.folder, name, files);
      if (there.some(isInput)) continue;
      if (there.length > 0 && plan.ifExists === 'skip') return null;
      if (there.length > 0 && plan.ifExists === 'number') continue;
      if (items.claimOutput(runId, mediaId, name)) return name;
    }
  }
}

async function filesThere(folder: string, name: string, files: readonly OutputFile[]): Promise<string[]> {
  const paths = files.map(({ ending }) => join(folder, `${name}${ending}`));
  const found = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => path,
        () => null,
      ),
    ),
  );
  return found.filter((path) => path !== null);
}
