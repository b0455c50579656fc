import { randomUUID } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { ReticleError } from '#common/errors';
import type { Source, SourceFile, SourceOptions } from './source';

export type UploadBody = {
  readonly body: Blob | ReadableStream<Uint8Array>;
  readonly headers: Readonly<Record<string, string>>;
};

const readBytes = 256 * 1024;

/**
 * Opens what is to be uploaded, from the start: for every try anew. Alone and without options a file goes as it is, a
 * video as a stream, so that it can be told how far it has come.
 *
 * @throws {ReticleError} MEDIA_GONE
 */
export async function uploadBody(
  source: Extract<Source, { kind: 'file' | 'video' | 'files' }>,
  { params, roi, fps }: SourceOptions,
): Promise<UploadBody> {
  const files = source.kind === 'files' ? source.files : [source];
  const options = Object.entries({ params, roi, fps }).filter(([, value]) => value !== undefined);
  const [only] = files;
  for (const file of files) await openable(file, () => access(file.path));
  if (!only || files.length > 1 || options.length > 0) return multipart(options, files);
  const headers = { 'content-type': only.mediaType };
  if (source.kind === 'video') return { body: streamOf(pieces(only)), headers };
  return { body: await openable(only, () => openAsBlob(only.path)), headers };
}

/** Written by hand: a `FormData` does not tell how far it has come. */
function multipart(options: readonly (readonly [string, unknown])[], files: readonly SourceFile[]): UploadBody {
  const boundary = `reticle-${randomUUID()}`;
  const head = (name: string, type: string) =>
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="blob"\r\nContent-Type: ${type}\r\n\r\n`,
    );
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const [name, value] of options) {
      yield head(name, 'application/json');
      yield Buffer.from(`${JSON.stringify(value)}\r\n`);
    }
    for (const file of files) {
      yield head('file', file.mediaType);
      yield* pieces(file);
      yield Buffer.from('\r\n');
    }
    yield Buffer.from(`--${boundary}--\r\n`);
  }
  return { body: streamOf(parts()), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

async function* pieces({ path }: SourceFile): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: readBytes });
}

const streamOf = (bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(bytes, { objectMode: false, highWaterMark: readBytes }));

async function openable<T>({ path }: SourceFile, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw new ReticleError('MEDIA_GONE', { name: basename(path) }, { cause });
  }
}
