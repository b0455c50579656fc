import { basename } from 'node:path';
import { fromWireError, ReticleError } from '#common/errors';
import type { ChildProcess, Host } from '../host';
import type { FromExportProcess, PictureOrder, ToExportProcess } from './export-messages';

type Waiting = {
  readonly order: Omit<PictureOrder, 'id'>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Draws annotated pictures in a process of its own, which begins with the first one and is there for the next. */
export class PicturePainter {
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #isReady = false;
  #lastId = 0;

  constructor(private readonly fork: Host['fork']) {}

  /** @throws {ReticleError} MEDIA_*, DISK_FULL, OUTPUT_REFUSED or EXPORT_DIED; no half file is left */
  paint(order: Omit<PictureOrder, 'id'>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { order, resolve, reject });
      if (!this.#child) this.#begin();
      else if (this.#isReady) this.#tell({ kind: 'picture', order: { ...order, id: this.#lastId } });
    });
  }

  close(): void {
    this.#child?.kill();
  }

  #begin(): void {
    const child = this.fork('export-process');
    this.#child = child;
    child.onMessage((message) => this.#hear(message as FromExportProcess)); // only our own process is at the other end
    child.onExit((reason) => {
      this.#child = null;
      this.#isReady = false;
      const left = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { order, reject } of left) {
        reject(new ReticleError('EXPORT_DIED', { name: basename(order.path) }, { cause: reason }));
      }
    });
  }

  #hear(told: FromExportProcess): void {
    if (told.kind === 'ready') {
      this.#isReady = true;
      for (const [id, { order }] of this.#waiting) this.#tell({ kind: 'picture', order: { ...order, id } });
    } else if (told.kind === 'painted') {
      const waiting = this.#waiting.get(told.id);
      this.#waiting.delete(told.id);
      if (told.error) waiting?.reject(fromWireError(told.error));
      else waiting?.resolve();
    }
  }

  #tell(message: ToExportProcess): void {
    this.#child?.send(message);
  }
}
