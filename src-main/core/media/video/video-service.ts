import type { MediaId } from '#common/contract/media';
import type { FrameIndexState } from '#common/contract/video';
import { ReticleError, toWireError } from '#common/errors';
import { Changes } from '../../changes';
import type { MediaService } from '../media-service';
import { findFfmpeg } from './ffmpeg-programs';
import { type FrameIndex, readFrameIndex } from './frame-index';
import type { FrameIndexStore } from './frame-index-store';
import type { OpenedVideo } from './video-analyser';

type Building = { frameCount: number; upToNs: number; error: unknown; readonly done: Promise<FrameIndex> };

/** The lists of frames of the videos that were opened: read in the background, once, and kept. */
export class VideoService {
  readonly changes = new Changes();
  readonly #building = new Map<MediaId, Building>();
  readonly #known = new Map<MediaId, FrameIndex>();
  readonly #closing = new AbortController();

  constructor(
    private readonly store: FrameIndexStore,
    private readonly media: MediaService,
  ) {}

  /** How far the list of frames is; begins to read it where nobody has. */
  indexState(mediaId: MediaId): FrameIndexState {
    const known = this.#find(mediaId);
    if (known) {
      const { timestampsNs, isVariableRate } = known;
      const upToNs = timestampsNs.at(-1) ?? 0;
      return { state: 'done', frameCount: timestampsNs.length, upToNs, isVariableRate, error: null };
    }
    const { frameCount, upToNs, error } = this.#build(mediaId);
    const state = error === null ? 'building' : 'failed';
    return { state, frameCount, upToNs, isVariableRate: false, error: error === null ? null : toWireError(error) };
  }

  /** @throws {ReticleError} MEDIA_* or VIDEO_NO_PICTURES */
  async index(mediaId: MediaId): Promise<FrameIndex> {
    return this.#find(mediaId) ?? this.#build(mediaId).done;
  }

  /** @throws {ReticleError} MEDIA_*, VIDEO_NO_PICTURES or FFMPEG_MISSING */
  async open(mediaId: MediaId): Promise<OpenedVideo> {
    const { path, video, name } = this.media.get(mediaId);
    if (!video) throw new ReticleError('VIDEO_NO_PICTURES', { name });
    return { path, facts: video, index: await this.index(mediaId), programs: await findFfmpeg() };
  }

  /** The file has other content now. */
  forget(mediaId: MediaId): void {
    this.#known.delete(mediaId);
    this.#building.delete(mediaId);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled([...this.#building.values()].map(({ done }) => done));
  }

  #find(mediaId: MediaId): FrameIndex | null {
    const known = this.#known.get(mediaId) ?? this.store.find(mediaId);
    if (known) this.#known.set(mediaId, known);
    return known;
  }

  #build(mediaId: MediaId): Building {
    const underWay = this.#building.get(mediaId);
    if (underWay) return underWay;
    const done = this.#read(mediaId);
    const building: Building = { frameCount: 0, upToNs: 0, error: null, done };
    this.#building.set(mediaId, building);
    done
      .then(
        () => this.#building.delete(mediaId),
        (error: unknown) => {
          building.error = error;
        },
      )
      .finally(() => this.changes.bump());
    return building;
  }

  async #read(mediaId: MediaId): Promise<FrameIndex> {
    const { path } = this.media.get(mediaId);
    const onProgress = (frameCount: number, upToNs: number) => {
      const building = this.#building.get(mediaId);
      if (building) Object.assign(building, { frameCount, upToNs });
      this.changes.bump();
    };
    const index = await readFrameIndex(path, await findFfmpeg(), onProgress, this.#closing.signal);
    this.store.save(mediaId, index);
    this.#known.set(mediaId, index);
    return index;
  }
}
