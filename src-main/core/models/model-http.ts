import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { receiveFile } from '../media/receive-file';
import type { ModelService } from './model-service';

/** `PUT /upload-model?name=a.onnx`: a model dropped on a page that has no paths. */
export class ModelHttp {
  constructor(
    private readonly models: ModelService,
    private readonly uploadFolder: string,
    private readonly newId: () => string,
  ) {}

  async receive(request: Request, name: string): Promise<Response> {
    const folder = join(this.uploadFolder, this.newId());
    try {
      // Node's fetch types and the stream types of node:stream/web describe one and the same class.
      const body = request.body as NodeReadableStream<Uint8Array> | null;
      const file = await receiveFile(body, name, folder, request.signal);
      return Response.json(await this.models.add(file.path, undefined, request.signal));
    } finally {
      // The registry keeps a copy of its own.
      await rm(folder, { recursive: true, force: true });
    }
  }
}
