import { describe, expect, it } from 'vitest';
import type { Area, Ring } from '../../../server/core/geometry/lattice.ts';
import { findDefect } from '../../../server/core/geometry/validity.ts';

const ring = (...values: number[]): Ring => Int32Array.from(values);
const box = (x: number, y: number, size: number): Ring => ring(x, y, x + size, y, x + size, y + size, x, y + size);
const hole = (x: number, y: number, size: number): Ring => ring(x, y, x, y + size, x + size, y + size, x + size, y);

/** What each area is for, whether it is valid, and if not why. */
const CASES: [string, Area, string | null][] = [
  ['a square', [[box(0, 0, 10)]], null],
  ['a square with a hole', [[box(0, 0, 10), hole(2, 2, 3)]], null],
  ['a hole that touches its shell in a vertex', [[ring(0, 0, 10, 0, 10, 10, 0, 10), ring(0, 0, 2, 4, 4, 2)]], null],
  ['a hole that touches its shell in the middle of an edge', [[box(0, 0, 10), ring(5, 0, 4, 3, 6, 3)]], null],
  ['two holes that touch in a point', [[box(0, 0, 10), hole(2, 2, 3), hole(5, 5, 3)]], null],
  ['two parts that touch in a point', [[box(0, 0, 5)], [box(5, 5, 5)]], null],
  ['a part inside the hole of another', [[box(0, 0, 10), hole(2, 2, 6)], [box(3, 3, 2)]], null],
  [
    'a part that fills the hole of another to its corners only',
    [[box(0, 0, 10), hole(2, 2, 6)], [ring(2, 2, 8, 2, 5, 4)]],
    'overlapping-edges',
  ],
  ['no polygon', [], 'empty'],
  ['two points', [[ring(0, 0, 5, 5)]], 'too-few-points'],
  ['the same point twice', [[ring(0, 0, 10, 0, 10, 0, 10, 10)]], 'repeated-point'],
  ['a line out and back', [[ring(0, 0, 5, 0, 10, 0)]], 'no-area'],
  ['a shell that runs clockwise', [[hole(0, 0, 10)]], 'wrong-winding'],
  ['a hole that runs counter-clockwise', [[box(0, 0, 10), box(2, 2, 3)]], 'wrong-winding'],
  ['a spike', [[ring(0, 0, 10, 0, 10, 5, 15, 5, 10, 5, 10, 10, 0, 10)]], 'overlapping-edges'],
  ['a bow tie whose halves are equally large', [[ring(0, 0, 10, 10, 10, 0, 0, 10)]], 'self-intersection'],
  ['a ring that crosses itself', [[ring(0, 0, 10, 8, 10, 0, 0, 10)]], 'self-intersection'],
  ['a ring that passes one point twice', [[ring(0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10)]], 'self-touch'],
  ['a hole outside its shell', [[box(0, 0, 10), hole(20, 0, 5)]], 'hole-outside-shell'],
  ['a hole that shares an edge with its shell', [[box(0, 0, 10), hole(0, 2, 3)]], 'overlapping-edges'],
  ['a hole that lies in another part', [[box(0, 0, 10)], [box(20, 0, 10), hole(2, 2, 3)]], 'parts-overlap'],
  ['a part inside another', [[box(0, 0, 10)], [box(2, 2, 3)]], 'parts-overlap'],
  ['parts that overlap', [[box(0, 0, 10)], [ring(5, 3, 15, 3, 15, 6, 5, 6)]], 'parts-overlap'],
  [
    'holes in a circle that cut the inside in two',
    [[box(0, 0, 10), ring(0, 5, 5, 6, 5, 4), ring(5, 4, 5, 6, 10, 5)]],
    'overlapping-edges',
  ],
  ['a hole from side to side, touching both', [[box(0, 0, 10), ring(0, 5, 5, 6, 10, 5, 5, 4)]], 'disconnected-inside'],
  [
    'a chain of holes from side to side',
    [[box(0, 0, 12), ring(0, 6, 3, 7, 6, 6, 3, 5), ring(6, 6, 9, 7, 12, 6, 9, 5)]],
    'disconnected-inside',
  ],
];

describe('the valid-polygon test', () => {
  it.each(CASES)('judges %s', (_, area, reason) => {
    expect(findDefect(area)?.reason ?? null).toBe(reason);
  });

  it('names the place of a crossing', () => {
    expect(findDefect([[ring(0, 0, 10, 10, 10, 0, 0, 10, -5, 5)]])).toMatchObject({
      reason: 'self-intersection',
      x: 5,
      y: 5,
    });
  });

  it('judges a ring of hundreds of vertices, which the sweep decides, like a small one', () => {
    const points: number[] = [];
    for (let i = 0; i < 400; i++)
      points.push(Math.round(1e6 * Math.cos((i * Math.PI) / 200)), Math.round(1e6 * Math.sin((i * Math.PI) / 200)));
    expect(findDefect([[Int32Array.from(points)]])).toBeNull();
    const crossed = Int32Array.from(points);
    [crossed[200], crossed[202]] = [crossed[202] as number, crossed[200] as number];
    [crossed[201], crossed[203]] = [crossed[203] as number, crossed[201] as number];
    expect(findDefect([[crossed]])?.reason).toBe('self-intersection');
  });
});
