import { basename } from 'node:path';
import { ReticleError } from '#common/errors';

export type SourceFile = { readonly path: string; readonly mediaType: string };

/** What a job looks at. */
export type Source =
  | ({ readonly kind: 'file' } & SourceFile)
  /** Answers may come while it is still being uploaded. */
  | ({ readonly kind: 'video' } & SourceFile)
  /** 2 to 16 pictures for one prediction, in this order. */
  | { readonly kind: 'files'; readonly files: readonly SourceFile[] }
  /** Fetched by the service. */
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'urls'; readonly urls: readonly string[] }
  | { readonly kind: 'asset'; readonly uuid: string };

/** A region of the source, in its px. */
export type SourceRoi =
  | {
      readonly type: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'contour'; readonly points: readonly { readonly x: number; readonly y: number }[] };

export type SourceMotion = {
  readonly motionDetect?: boolean;
  readonly motionSensitivity?: number;
  readonly motionThreshold?: number;
  /** In seconds. */
  readonly motionGap?: number;
  readonly motionGridX?: number;
  readonly motionGridY?: number;
};

export type SourceOptions = {
  /** What happens to jobs that are there already: `preempt` stops them, whosever they are. */
  readonly mode?: 'queue' | 'preempt' | 'reject';
  /** Of the answer's form; 3 adds what a select finds late. */
  readonly version?: 1 | 2 | 3;
  /** Addressed to components by their ids. */
  readonly params?: readonly { readonly componentId: number; readonly values: Readonly<Record<string, unknown>> }[];
  readonly roi?: SourceRoi;
  /** Frames a second as a fraction, e.g. `5/1`. */
  readonly fps?: string;
  readonly motion?: SourceMotion;
  readonly mediaCacheSeconds?: number;
  readonly isLive?: boolean;
};

const groupLimit = 16;

/** As the person knows it. */
export function nameOf(source: Source): string {
  switch (source.kind) {
    case 'file':
    case 'video':
      return basename(source.path);
    case 'files':
      return source.files.map(({ path }) => basename(path)).join(', ');
    case 'url':
      return source.url;
    case 'urls':
      return source.urls.join(', ');
    case 'asset':
      return source.uuid;
  }
}

/** @throws {ReticleError} EYEPOP_SOURCES_COUNT or EYEPOP_SETTINGS, before anything is sent */
export function checkSource(source: Source, { fps }: SourceOptions): void {
  const count = source.kind === 'files' ? source.files.length : source.kind === 'urls' ? source.urls.length : 1;
  if (count < 1 || count > groupLimit) throw new ReticleError('EYEPOP_SOURCES_COUNT', { count, limit: groupLimit });
  if (fps !== undefined && !/^\d+\/[1-9]\d*$/.test(fps)) {
    throw new ReticleError('EYEPOP_SETTINGS', { problem: `fps is a fraction such as 5/1, not ${fps}` });
  }
}

/** The query of an upload. */
export function uploadQuery(options: SourceOptions, over: Readonly<Record<string, string>>): string {
  const { mode = 'queue', version = 2, motion, mediaCacheSeconds, isLive } = options;
  const values = { mode, version, mediaCacheSeconds, isLive, ...motion };
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return `?${new URLSearchParams({ ...Object.fromEntries(given), ...over })}`;
}

/** The query and the body of a source that the service fetches. */
export function namedSource(source: Exclude<Source, { kind: 'file' | 'video' | 'files' }>, options: SourceOptions) {
  const { mode = 'queue', version = 2, params, roi, fps, motion, mediaCacheSeconds, isLive } = options;
  const json = { ...sourceWords(source), version, params, roi, fps, mediaCacheSeconds, isLive, ...motion };
  return { query: `?${new URLSearchParams({ mode, processing: 'sync' })}`, json };
}

function sourceWords(source: Exclude<Source, { kind: 'file' | 'video' | 'files' }>) {
  switch (source.kind) {
    case 'url':
      return { sourceType: 'URL', url: source.url };
    case 'asset':
      return { sourceType: 'ASSET_UUID', assetUuid: source.uuid };
    case 'urls': {
      const [only] = source.urls;
      if (source.urls.length === 1) return { sourceType: 'URL', url: only };
      return { sourceType: 'GROUP', sources: source.urls.map((url) => ({ sourceType: 'URL', url })) };
    }
  }
}
