import type { MediaId } from '#common/contract/media';
import type { Database } from '../../store/open-database';
import type { FrameIndex } from './frame-index';

type Row = { timestamps: Buffer; isVariableRate: number };

/** Lists of presentation times, so that a video is read for them once. */
export class FrameIndexStore {
  constructor(private readonly database: Database) {}

  find(mediaId: MediaId): FrameIndex | null {
    const row = this.database
      .prepare<[string], Row>(
        'SELECT timestamps_ns AS timestamps, is_variable_rate AS isVariableRate FROM frame_indexes WHERE media_id = ?',
      )
      .get(mediaId);
    if (!row) return null;
    // Copied: the bytes of a row need not lie at a multiple of eight.
    const bytes = Uint8Array.from(row.timestamps);
    return { timestampsNs: new Float64Array(bytes.buffer), isVariableRate: row.isVariableRate === 1 };
  }

  save(mediaId: MediaId, { timestampsNs, isVariableRate }: FrameIndex): void {
    const { buffer, byteOffset, byteLength } = timestampsNs;
    this.database
      .prepare('INSERT OR REPLACE INTO frame_indexes (media_id, timestamps_ns, is_variable_rate) VALUES (?, ?, ?)')
      .run(mediaId, Buffer.from(buffer, byteOffset, byteLength), isVariableRate ? 1 : 0);
  }
}
