import type { Size } from '#common/vision/geometry';

/**
 * RGBA frames with presentation times as a Matroska stream, which is how ffmpeg can be handed frames of a variable rate
 * through a pipe. Source: RFC 9559; only what a reader of a live stream needs is written.
 *
 * @param frameNs - how long a frame usually lasts; it is needed for the last one alone
 */
export function matroskaHeader({ width, height }: Size, frameNs = 0): Buffer {
  const ebml = element(0x1a45dfa3, [
    element(0x4286, uint(1)),
    element(0x42f7, uint(1)),
    element(0x42f2, uint(4)),
    element(0x42f3, uint(8)),
    element(0x4282, Buffer.from('matroska')),
    element(0x4287, uint(4)),
    element(0x4285, uint(2)),
  ]);
  const info = element(0x1549a966, [element(0x2ad7b1, uint(timestampScaleNs))]);
  const frame = [element(0xb0, uint(width)), element(0xba, uint(height)), element(0x2eb524, Buffer.from('RGBA'))];
  const track = [
    element(0xd7, uint(1)),
    element(0x73c5, uint(1)),
    element(0x83, uint(1)),
    ...(frameNs > 0 ? [element(0x23e383, uint(Math.round(frameNs)))] : []),
    element(0x86, Buffer.from('V_UNCOMPRESSED')),
    element(0xe0, frame),
  ];
  const tracks = element(0x1654ae6b, [element(0xae, track)]);
  // A segment of unknown size: it ends with the stream.
  const segment = Buffer.concat([idBytes(0x18538067), Buffer.from('01ffffffffffffff', 'hex')]);
  return Buffer.concat([ebml, segment, info, tracks]);
}

const timestampScaleNs = 1000;

/** What goes before the pixels of a frame: a cluster of its own, with the frame's time. Times are never negative. */
export function matroskaFrameHead(timestampNs: number, byteLength: number): Buffer {
  const time = element(0xe7, uint(Math.max(0, Math.round(timestampNs / timestampScaleNs))));
  // Track 1, no time beyond the cluster's, key frame.
  const block = Buffer.concat([idBytes(0xa3), size(byteLength + 4), Buffer.from('81000080', 'hex')]);
  return Buffer.concat([idBytes(0x1f43b675), size(time.length + block.length + byteLength), time, block]);
}

function element(id: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content);
  return Buffer.concat([idBytes(id), size(body.length), body]);
}

function idBytes(id: number): Buffer {
  const hex = id.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}

/** Eight bytes always: the length marker is the first of them. */
function size(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  bytes[0] = 1;
  return bytes;
}

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
