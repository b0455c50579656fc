import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBit, maskBytes } from './mask-bits';

describe('maskBytes', () => {
  it('reads base64 as everything else writes it, with padding or without, and the spelling for URLs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const bitmap = Buffer.from(bytes).toString('base64');
        const spellings = [bitmap, bitmap.replaceAll('=', ''), Buffer.from(bytes).toString('base64url')];
        for (const spelling of spellings) expect([...maskBytes({ bitmap: spelling })]).toEqual([...bytes]);
      }),
    );
  });

  it('skips what is no base64', () => {
    expect([...maskBytes({ bitmap: 'q\nq é' })]).toEqual([...Buffer.from('qq', 'base64')]);
  });
});

describe('maskBit', () => {
  const mask = { bitmap: '', width: 10, height: 2, stride: 3 };
  const bytes = Uint8Array.from([0b10000000, 0b01000000, 0xff, 0b00000001, 0, 0xff]);

  it('counts from the most significant bit and skips to the next stride', () => {
    const set = Array.from({ length: 20 }, (_, at) => at).filter((at) =>
      maskBit(mask, bytes, at % 10, Math.floor(at / 10)),
    );
    expect(set).toEqual([0, 9, 17]);
  });

  it('is not set outside, nor where bytes are missing', () => {
    for (const [column, row] of [
      [-1, 0],
      [10, 0],
      [0, -1],
      [0, 2],
    ] as const) {
      expect(maskBit(mask, bytes.fill(255), column, row)).toBe(false);
    }
    expect(maskBit(mask, bytes.subarray(0, 3), 7, 1)).toBe(false);
  });
});
