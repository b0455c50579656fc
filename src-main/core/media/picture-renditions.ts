import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Size } from '#common/vision/geometry';

/** Formats that browsers show as the model sees them: 8-bit colour, one frame, EXIF rotation honoured. */
const shownByBrowsers = new Set(['jpeg', 'png', 'webp', 'avif']);
const maxOriginalPixels = 40e6;
const maxDisplaySidePx = 6000;
const thumbnailSidePx = 256;

export type PictureOnDisk = {
  readonly id: string;
  readonly path: string;
  readonly format: string;
  readonly frameCount: number;
  readonly size: Size;
  /** Of a video: gives the frame that stands for it, encoded. */
  readonly still?: (what: 'thumbnail' | 'display') => Promise<Buffer>;
};

/** Whether the page may show the file itself, or needs a copy made for it. */
export function isShownByBrowsers(picture: PictureOnDisk): boolean {
  return (
    !picture.still &&
    shownByBrowsers.has(picture.format) &&
    picture.frameCount === 1 &&
    picture.size.width * picture.size.height <= maxOriginalPixels
  );
}

/**
 * Small and displayable copies of pictures, made once and kept in a folder.
 *
 * sharp works on threads of its own; two at a time leave room for the model.
 */
export class PictureRenditions {
  readonly #inWork = new Map<string, Promise<string>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(private readonly folder: string) {}

  /** @returns Path of a WebP of at most 256 px a side. */
  thumbnail(picture: PictureOnDisk): Promise<string> {
    return this.#make(picture, 'thumbnail.webp', (image) =>
      image.resize(thumbnailSidePx, thumbnailSidePx, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 }),
    );
  }

  /** @returns Path of a WebP of the first frame, of at most 6000 px a side. */
  display(picture: PictureOnDisk): Promise<string> {
    return this.#make(picture, 'display.webp', (image) =>
      image
        .resize(maxDisplaySidePx, maxDisplaySidePx, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 90 }),
    );
  }

  async forget(id: string): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true });
  }

  #make(picture: PictureOnDisk, name: string, shape: (image: Sharp) => Sharp): Promise<string> {
    const target = join(this.folder, picture.id, name);
    const known = this.#inWork.get(target);
    if (known) return known;
    const made = this.#makeOnce(picture, target, shape).finally(() => this.#inWork.delete(target));
    this.#inWork.set(target, made);
    return made;
  }

  async #makeOnce(picture: PictureOnDisk, target: string, shape: (image: Sharp) => Sharp): Promise<string> {
    const made = await stat(target).catch(() => null);
    const source = await stat(picture.path);
    // A copy older than its picture shows what the file no longer holds.
    if (made && made.mtimeMs >= source.mtimeMs && made.mtimeMs >= source.ctimeMs) return target;
    await this.#enter();
    const part = `${target}.${process.pid}.part`;
    try {
      await mkdir(join(this.folder, picture.id), { recursive: true });
      const what = basename(target) === 'thumbnail.webp' ? 'thumbnail' : 'display';
      const image = sharp((await picture.still?.(what)) ?? picture.path, { failOn: 'error', pages: 1 })
        .autoOrient()
        .toColourspace('srgb');
      await shape(image).toFile(part);
      await rename(part, target);
      return target;
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running >= 2) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
  }

  #leave(): void {
    this.#running -= 1;
    // Last asked first: it belongs to what is on screen now.
    this.#waiting.pop()?.();
  }
}
