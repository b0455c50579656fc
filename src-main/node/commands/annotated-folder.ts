import { mkdir, readdir, realpath, rename } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, sep } from 'node:path';
import { defaultLook } from '#common/overlay/look';
import type { Prediction } from '#common/prediction/prediction';
import { annotatedFormat, annotatePicture } from '#core/export/annotate-picture';
import { annotateVideo } from '#core/export/annotate-video';
import { writeFileWhole } from '#core/export/write-file-whole';
import type { ListedOrSkipped } from '#core/media/list-files';
import type { VideoFrame } from '#core/media/video/video-analyser';
import { UsageError } from './usage';

const usualView = { hiddenClasses: [], colourMode: 'tracks', look: defaultLook, language: 'en' } as const;

/** Where annotated pictures go. Nothing that lies there is an input, so no picture is ever overwritten. */
export class AnnotatedFolder {
  /** How many pictures were found in this very folder, from an earlier time, and not analysed. */
  leftOut = 0;
  readonly #names = new Set<string>();

  private constructor(
    private readonly folder: string,
    private readonly realFolder: string,
    /** What was here before; what comes now may be met while walking, or not, depending on who is first. */
    private readonly earlier: ReadonlySet<string>,
  ) {}

  /**
   * Makes the folder where it is missing.
   *
   * @param inputs - as named on the command line
   * @throws {UsageError} When it cannot be made, or holds one of the inputs
   */
  static async open(folder: string, inputs: readonly string[]): Promise<AnnotatedFolder> {
    const annotated = new AnnotatedFolder(folder, ...(await makeFolder(folder)));
    for (const input of inputs) {
      if (await annotated.#holds(input)) {
        throw new UsageError(`--annotate ${folder} would overwrite ${input}: choose another folder.`);
      }
    }
    return annotated;
  }

  /** Passes on all inputs but those that lie here: results of an earlier time, met while walking a folder. */
  async *leaveOut(inputs: AsyncIterable<ListedOrSkipped>): AsyncGenerator<ListedOrSkipped> {
    for await (const input of inputs) {
      if (!(await this.#holds(input.path))) yield input;
      else if (this.earlier.has(basename(input.path))) this.leftOut += 1;
    }
  }

  /**
   * Writes a picture with its overlays, at its own size: a JPEG stays one, everything else becomes PNG.
   *
   * @throws {ReticleError} DISK_FULL
   */
  async write(path: string, prediction: Prediction, signal: AbortSignal): Promise<void> {
    const format = annotatedFormat(path);
    const name = this.#freeName(path, format);
    const bytes = await annotatePicture(path, prediction, format, 0, signal);
    await writeFileWhole(join(this.folder, name), [bytes], signal);
  }

  /**
   * Writes a video with its overlays while its frames are read, and passes them on.
   *
   * @throws {ReticleError} DISK_FULL, VIDEO_*
   */
  async *writeVideo<T extends VideoFrame>(
    path: string,
    frames: AsyncIterable<T>,
    minConfidence: number,
    signal: AbortSignal,
  ): AsyncGenerator<T> {
    const out = join(this.folder, this.#freeName(path, 'mp4'));
    const part = `${out}.${process.pid}.part`;
    yield* annotateVideo({ path, part, view: { ...usualView, minConfidence } }, frames, signal);
    await rename(part, out);
  }

  /** Its own name; a number follows where two folders have pictures of the same name. */
  #freeName(path: string, format: 'jpeg' | 'png' | 'mp4'): string {
    const extension = format === 'jpeg' ? extname(path) : `.${format}`;
    const stem = basename(path, extname(path));
    // Some file systems take `A.jpg` and `a.jpg` for one.
    const isTaken = (name: string) => this.#names.has(name.toLowerCase());
    let name = `${stem}${extension}`;
    for (let count = 2; isTaken(name); count += 1) name = `${stem}-${count}${extension}`;
    this.#names.add(name.toLowerCase());
    return name;
  }

  async #holds(path: string): Promise<boolean> {
    const real = await realpath(path).catch(() => null);
    // A link lies where it lies: what would be overwritten is the link.
    const parent = await realpath(dirname(path)).catch(() => null);
    return [real, parent].some((place) => place !== null && isInside(place, this.realFolder));
  }
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function makeFolder(folder: string): Promise<[real: string, names: ReadonlySet<string>]> {
  try {
    await mkdir(folder, { recursive: true });
    return [await realpath(folder), new Set(await readdir(folder))];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--annotate ${folder} cannot be used as a folder: ${reason}.`, { cause });
  }
}
