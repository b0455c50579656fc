import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Exchange } from './exchange';
import { HttpProblem } from './http-problem';
import { readMultipart } from './multipart';
import { SourceOptions, uploadOptions } from './source-options';

/** What a job looks at: one file, or a group of pictures for one prediction. */
export type Source = {
  readonly options: SourceOptions;
  readonly isGroup: boolean;
  /**
   * Fetches what is not here yet.
   *
   * @returns where the files lie
   * @throws When a source cannot be had, in words for the error event
   */
  files(signal: AbortSignal): Promise<readonly string[]>;
};

const groupLimit = 16;
const UrlSource = z.looseObject({ sourceType: z.literal('URL'), url: z.string() });
const NamedSource = z.discriminatedUnion('sourceType', [
  z.looseObject({ sourceType: z.literal('NONE') }),
  UrlSource,
  z.looseObject({ sourceType: z.literal('ASSET_UUID'), assetUuid: z.string() }),
  z.looseObject({ sourceType: z.literal('GROUP'), sources: z.array(UrlSource).min(1).max(groupLimit) }),
  z.looseObject({ sourceType: z.literal('WHIP') }),
  z.looseObject({ sourceType: z.literal('LIVE_INGRESS') }),
]);

/** Receives the bytes of an upload, one file or several, into a folder. @throws {HttpProblem} 400 or 422 */
export async function receiveUpload(exchange: Exchange, folder: string): Promise<Source> {
  const { request, contentType, query, entry } = exchange;
  if (!contentType.startsWith('multipart/')) {
    const path = join(folder, 'upload');
    const file = createWriteStream(path);
    await pipeline(request, file, { signal: exchange.gone });
    entry.bodyBytes = file.bytesWritten;
    return { options: uploadOptions([], query), isGroup: false, files: async () => [path] };
  }
  const parts = readMultipart(await exchange.body(), contentType);
  const files = parts.filter(({ name }) => name === 'file');
  if (files.length < 1 || files.length > groupLimit) {
    throw new HttpProblem(422, 'REQ_002', `1 to ${groupLimit} parts named “file” are needed, ${files.length} came`);
  }
  const paths = files.map((_, index) => join(folder, `upload-${index}`));
  for (const [index, { data }] of files.entries()) await writeFile(paths[index] ?? '', data);
  return { options: uploadOptions(parts, query), isGroup: files.length > 1, files: async () => paths };
}

/**
 * Reads a source that a JSON body names.
 *
 * @param assetPath - where the bytes of an asset lie, or null
 * @returns Null for no source
 */
export async function namedSource(
  exchange: Exchange,
  folder: string,
  assetPath: (uuid: string) => string | null,
): Promise<Source | null> {
  const body = await exchange.jsonBody(NamedSource.and(SourceOptions));
  if (body.sourceType === 'NONE') return null;
  return {
    options: body,
    isGroup: body.sourceType === 'GROUP' && body.sources.length > 1,
    files: async (signal) => {
      switch (body.sourceType) {
        case 'URL':
          return [await fetched(body.url, join(folder, 'fetched'), signal)];
        case 'GROUP':
          return Promise.all(
            body.sources.map(({ url }, index) => fetched(url, join(folder, `fetched-${index}`), signal)),
          );
        case 'ASSET_UUID': {
          const path = assetPath(body.assetUuid);
          if (path === null) throw new Error(`there is no asset ${body.assetUuid}`);
          return [path];
        }
        case 'WHIP':
        case 'LIVE_INGRESS':
          throw new Error('the emulator has no live sources');
      }
    },
  };
}

async function fetched(url: string, path: string, signal: AbortSignal): Promise<string> {
  if (!/^https?:/.test(url)) throw new Error(`the emulator fetches http and https only, not ${url}`);
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`cannot load ${url}: status ${response.status}`);
  await pipeline(Readable.from(response.body), createWriteStream(path), { signal });
  return path;
}
