import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOccupancy } from './occupancy';

const rectangle = fc.record({
  x: fc.double({ min: -20, max: 320, noNaN: true }),
  y: fc.double({ min: -20, max: 90, noNaN: true }),
  width: fc.double({ min: 1, max: 160, noNaN: true }),
  height: fc.double({ min: 1, max: 40, noNaN: true }),
});

it('takes exactly what a grid of plain booleans would take', () => {
  fc.assert(
    fc.property(fc.array(rectangle, { maxLength: 60 }), (rectangles) => {
      const occupancy = createOccupancy(300, 80);
      const taken = new Set<string>();
      for (const { x, y, width, height } of rectangles) {
        const cells: string[] = [];
        let isInside = true;
        for (let column = Math.floor(x / 4); column < (x + width) / 4; column += 1) {
          for (let row = Math.floor(y / 4); row < (y + height) / 4; row += 1) {
            if (column < 0 || row < 0 || column >= 75 || row >= 20) isInside = false;
            cells.push(`${column},${row}`);
          }
        }
        const isFree = isInside && cells.every((cell) => !taken.has(cell));
        if (isFree) for (const cell of cells) taken.add(cell);
        expect(occupancy.take(x, y, width, height)).toBe(isFree);
      }
    }),
  );
});
