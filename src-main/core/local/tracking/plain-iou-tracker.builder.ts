import type { PredictedObject } from '#common/prediction/prediction';
import { iou } from '#common/vision/iou';

type PlainTrack = { id: number; object: PredictedObject; lastSeenNs: number };

/** The plainest tracker there is, to compare with: each box goes on with the last box it overlaps most (IoU ≥ 0.3). */
export class PlainIouTracker {
  #tracks: PlainTrack[] = [];
  #lastId = 0;

  update(objects: readonly PredictedObject[], timestampNs: number): PredictedObject[] {
    this.#tracks = this.#tracks.filter(({ lastSeenNs }) => timestampNs - lastSeenNs <= 1.5e9);
    const free = new Set(this.#tracks);
    return objects.map((object) => {
      if ((object.confidence ?? 1) < 0.4) return object;
      let best: { overlap: number; track: PlainTrack } | null = null;
      for (const track of free) {
        const overlap = iou(xyxyOf(track.object), xyxyOf(object));
        if (overlap >= 0.3 && overlap > (best?.overlap ?? 0)) best = { overlap, track };
      }
      const track = best?.track ?? { id: ++this.#lastId, object, lastSeenNs: timestampNs };
      if (!best) this.#tracks.push(track);
      free.delete(track);
      Object.assign(track, { object, lastSeenNs: timestampNs });
      return { ...object, trackId: track.id };
    });
  }
}

const xyxyOf = ({ x, y, width, height }: PredictedObject) => [x, y, x + width, y + height] as const;
