import type { Mask } from '../prediction/prediction';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfCharacter = new Uint8Array(128).fill(255);
for (let value = 0; value < alphabet.length; value += 1) valueOfCharacter[alphabet.charCodeAt(value)] = value;
// The spelling for URLs, which some services use.
valueOfCharacter['-'.charCodeAt(0)] = 62;
valueOfCharacter['_'.charCodeAt(0)] = 63;

/**
 * The bytes of a mask, `stride` a row. Decoded here because neither `atob` nor `Buffer` is everywhere this runs.
 * Characters that are no base64 are skipped, so a damaged mask costs its own pixels and nothing else.
 */
export function maskBytes({ bitmap }: Pick<Mask, 'bitmap'>): Uint8Array {
  const bytes = new Uint8Array(Math.floor((bitmap.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let bitCount = 0;
  for (let at = 0; at < bitmap.length; at += 1) {
    const value = valueOfCharacter[bitmap.charCodeAt(at)] ?? 255;
    if (value === 255) continue;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[length] = (bits >> bitCount) & 255;
    length += 1;
  }
  return bytes.subarray(0, length);
}

/** Whether a pixel of the mask is set; columns and rows count from the top left, outside is not set. */
export function maskBit(mask: Mask, bytes: Uint8Array, column: number, row: number): boolean {
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false;
  return (((bytes[row * mask.stride + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1;
}
