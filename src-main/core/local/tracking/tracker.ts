import type { PredictedObject } from '#common/prediction/prediction';
import { iou } from '#common/vision/iou';
import { type Candidate, pairUp } from './pair-up';
import { Track } from './track';
import { type TrackingParams, type TrackingSettings, trackingSettings } from './tracking-params';

/**
 * From this confidence on a detection may begin a track and goes first when tracks are continued; weaker ones only go on
 * with what is left over, which is what carries a track through half-hidden frames (ByteTrack, Zhang et al. 2022).
 */
const sureConfidence = 0.4;

/** How far, in standard deviations, a look that fits may lie from where its track should be. */
const reachOfLooks = 4;

type Detection = {
  /** In the list handed in. */
  readonly index: number;
  readonly object: PredictedObject;
  readonly embedding: Float32Array | null;
};

/**
 * Follows objects through the frames of one video: a Kalman filter for where each is, two rounds of pairing by
 * confidence, and looks (embeddings) where there are any.
 */
export class Tracker {
  readonly #settings: TrackingSettings;
  #tracks: Track[] = [];
  #nowNs: number | null = null;

  /** @param nextId - gives each new track its id; trackers whose tracks are seen together share one */
  constructor(
    params: TrackingParams = {},
    private readonly nextId: () => number = trackIdsAfter(0),
  ) {
    this.#settings = trackingSettings(params);
  }

  /**
   * Takes the next frame in. Frames may come at any distance; after a step back in time everything is new.
   *
   * @param objects - in source px
   * @param timestampNs - when the frame is shown
   * @param embeddings - what each object looks like, by its index; null or absent where that is not known
   * @returns The same objects in the same order, with a `trackId` where one is followed, and the label of its track.
   */
  update(
    objects: readonly PredictedObject[],
    timestampNs: number,
    embeddings: readonly (Float32Array | null)[] = [],
  ): PredictedObject[] {
    this.#goOnTo(timestampNs);
    const detections = objects
      .map((object, index): Detection => ({ object, index, embedding: embeddings[index] ?? null }))
      .filter(({ object }) => isBox(object));
    const isSure = ({ object }: Detection) => (object.confidence ?? 1) >= sureConfidence;
    const [sure, weak] = [detections.filter(isSure), detections.filter((one) => !isSure(one))];

    const trackOf = new Map<number, Track>();
    const left = this.#continue(this.#tracks, sure, trackOf, timestampNs);
    // Weak detections are mostly noise: they do not bring back what was lost before this frame.
    const before = this.#tracks.filter((track) => left.has(track) && track.motion.isSeen);
    const lost = this.#continue(before, weak, trackOf, timestampNs);
    for (const track of lost) track.motion.isSeen = false;
    for (const detection of sure) {
      if (!trackOf.has(detection.index)) trackOf.set(detection.index, this.#begin(detection, timestampNs));
    }
    return objects.map((object, index) => withTrack(object, trackOf.get(index)));
  }

  #goOnTo(timestampNs: number): void {
    const dtSeconds = (timestampNs - (this.#nowNs ?? timestampNs)) / 1e9;
    this.#nowNs = timestampNs;
    if (dtSeconds < 0) this.#tracks = [];
    const oldestNs = timestampNs - this.#settings.maxAgeSeconds * 1e9;
    this.#tracks = this.#tracks.filter(({ lastSeenNs }) => lastSeenNs >= oldestNs);
    for (const { motion } of this.#tracks) motion.predict(dtSeconds);
  }

  #begin({ object, embedding }: Detection, timestampNs: number): Track {
    const track = new Track(this.nextId(), object, embedding, timestampNs, this.#settings);
    this.#tracks.push(track);
    return track;
  }

  /** One round: pairs tracks with detections. @returns The tracks that got none. */
  #continue(
    tracks: readonly Track[],
    detections: readonly Detection[],
    trackOf: Map<number, Track>,
    timestampNs: number,
  ): Set<Track> {
    const left = new Set(tracks);
    const columnOf = pairUp(this.#candidates(tracks, detections), tracks.length, detections.length);
    tracks.forEach((track, row) => {
      const detection = detections[columnOf[row] ?? -1];
      if (!detection) return;
      track.see(detection.object, detection.embedding, timestampNs);
      trackOf.set(detection.index, track);
      left.delete(track);
    });
    return left;
  }

  #candidates(tracks: readonly Track[], detections: readonly Detection[]): Candidate[] {
    const places = tracks.map(({ motion }) => motion.xyxy());
    const candidates: Candidate[] = [];
    for (const [row, track] of tracks.entries()) {
      const place = places[row];
      if (!place) continue;
      for (const [column, detection] of detections.entries()) {
        const { x, y, width, height } = detection.object;
        const gain = this.#gain(track, detection, iou(place, [x, y, x + width, y + height]));
        if (gain > 0) candidates.push({ row, column, gain });
      }
    }
    return candidates;
  }

  /** How well a detection goes on with a track; 0 where it may not. Looks add up to 1 to the overlap's 0..1. */
  #gain(track: Track, { object, embedding }: Detection, overlap: number): number {
    const { agnostic, iouThreshold, simThreshold } = this.#settings;
    if (!agnostic && object.classLabel !== track.belief.label) return 0;
    const similarity = track.appearance.similarityTo(embedding);
    if (similarity === null) return overlap >= iouThreshold ? overlap : 0;
    if (similarity < simThreshold) return 0;
    const isNear = overlap >= iouThreshold || track.motion.centreDistance(object) <= reachOfLooks;
    return isNear ? overlap + Math.max(similarity, Number.EPSILON) : 0;
  }
}

/** Ids that count on from the highest one given before. */
export function trackIdsAfter(lastId: number): () => number {
  let last = lastId;
  return () => ++last;
}

/** A box without an area, or one that is no number, is nowhere. */
function isBox({ x, y, width, height }: PredictedObject): boolean {
  return Number.isFinite(x + y) && width > 0 && height > 0 && Number.isFinite(width * height);
}

/** A changed label is the track's, and takes nothing of the class seen in this frame along. */
function withTrack(object: PredictedObject, track: Track | undefined): PredictedObject {
  if (!track) return object;
  return { ...object, trackId: track.id, classLabel: track.belief.label };
}
