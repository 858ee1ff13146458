import { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../../server/core/coverage/model.ts';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { randomSource } from './randomCoverage.ts';

type Random = () => number;
type Point = readonly [number, number];
type Triangle = readonly [Point, Point, Point];

/** The shapes of districts: what is missing of a sheet of cells. */
export const SHAPES = [
  'bay',
  'cape',
  'hole',
  'islands that meet in a point',
  'parts apart',
  'slit',
  'tatters',
] as const;
export type Shape = (typeof SHAPES)[number];

export interface OddDistrict {
  shape: Shape;
  grids: Grid[];
  mandated: Area;
}

const ORIGIN = [1_090_000_000, 342_000_000] as const;
/** Widths of columns and rows, most of them some hundred metres, some no wider than the bend, so that edges are short or run side by side. */
const WIDTHS = [10_000, 10_000, 10_000, 10_000, 12_345, 300, 40, 5, 3, 2] as const;

/**
 * A district of an odd shape and its grids: a sheet of triangles, from square ones to needles, of which some are missing. Made without
 * any geometry that is under test but the cancelling of edges. The corners of half of the districts lie on straight lines, so that grids
 * meet the outline where it has no corner.
 */
export function oddDistrict(seed: number): OddDistrict {
  const random = randomSource(seed);
  const shape = SHAPES[seed % SHAPES.length] as Shape;
  const [columns, rows] = [5 + Math.floor(random() * 2), 5 + Math.floor(random() * 2)];
  const triangles = sheet(columns, rows, random).filter((cell) => isThere(shape, cell, columns, random));
  const cellsOf = new Map<number, Area[]>();
  handOut(triangles.length, random).forEach((owner, i) => {
    const [a, b, c] = (triangles[i] as { triangle: Triangle }).triangle;
    cellsOf.set(owner, [...(cellsOf.get(owner) ?? []), [[Int32Array.from([...a, ...b, ...c])]]]);
  });
  const grids = [...cellsOf.values()].map((cells, i): Grid => {
    const code = `05${String(1 + (i % 2)).padStart(2, '0')}${String(1 + Math.floor(i / 2)).padStart(2, '0')}`;
    return { id: code, code, name: code, revision: 1, area: outlineOf(cells) };
  });
  const mandated = outlineOf(grids.map(({ area }) => area));
  return { shape, grids, mandated: random() < 0.5 ? mandated : withoutStraightCorners(mandated) };
}

/** Such a district as a ground to be edited. */
export function oddGround(seed: number): EditableCoverage {
  const { grids, mandated } = oddDistrict(seed);
  const units = ['01', '02'].map((number) => ({ code: `05${number}`, name: number }));
  const outline = outlineOf(grids.map(({ area }) => area));
  return new EditableCoverage({ district: { code: '05', name: '区' }, mandated, outline, units, grids });
}

interface Cell {
  column: number;
  row: number;
  half: number;
  triangle: Triangle;
}

function sheet(columns: number, rows: number, random: Random): Cell[] {
  const steps = (count: number, start: number): number[] => {
    const places = [start];
    for (let i = 0; i < count; i++)
      places.push((places[i] as number) + (WIDTHS[Math.floor(random() * WIDTHS.length)] as number));
    return places;
  };
  const [xs, ys] = [steps(columns, ORIGIN[0]), steps(rows, ORIGIN[1])];
  const jitter = [0, 1, 2500][Math.floor(random() * 3)] as number;
  const off = (places: readonly number[], i: number): number => {
    const least = Math.min(
      ...[i - 1, i].flatMap((j) =>
        places[j + 1] === undefined || j < 0 ? [] : [(places[j + 1] as number) - (places[j] as number)],
      ),
    );
    return Math.round((random() - 0.5) * Math.min(2 * jitter, least / 3));
  };
  const points = xs.map((x, c) => ys.map((y, r): Point => [x + off(xs, c), y + off(ys, r)]));
  const at = (c: number, r: number): Point => (points[c] as Point[])[r] as Point;
  const cells: Cell[] = [];
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      const [a, b, c, d] = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      const halves: Triangle[] =
        random() < 0.5
          ? [
              [a, b, c],
              [a, c, d],
            ]
          : [
              [a, b, d],
              [b, c, d],
            ];
      for (const [half, triangle] of halves.entries()) if (turns(triangle)) cells.push({ column, row, half, triangle });
      if (!halves.every(turns)) throw new Error('a cell of the sheet is folded');
    }
  return cells;
}

const turns = ([a, b, c]: Triangle): boolean => (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]);

function isThere(shape: Shape, { column, row, half }: Cell, columns: number, random: Random): boolean {
  switch (shape) {
    case 'bay':
      return column === 0 || column === columns - 1 || row < 2 || (column === 1 && half === 0);
    case 'cape':
      return row < 2 || column === 2 || (column === 3 && row === 2 && half === 0);
    case 'hole':
      return !(column >= 1 && column <= 2 && row >= 1 && row <= 2) && !(column === 3 && row === 3 && half === 1);
    case 'islands that meet in a point':
      return column < 2 === row < 2;
    case 'parts apart':
      return column !== 2 && !(row === 3 && column > 2);
    case 'slit':
      return column !== 2 || row === 0;
    case 'tatters':
      return random() < 0.8;
  }
}

/** An owner for each triangle, mostly that of the one before it or of the row below. */
function handOut(count: number, random: Random): number[] {
  const owners: number[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const candidates = [owners[i - 1], owners[i - 2], owners[i - 10], owners[Math.floor(random() * i)]];
    const pick = candidates[Math.floor(random() * (random() < 0.15 ? 4 : 3))];
    owners.push(pick !== undefined && random() < 0.8 ? pick : next++);
  }
  return owners;
}

/** An outline without the corners at which it runs straight on, so that what stands there is put on it. */
function withoutStraightCorners(outline: Area): Area {
  return outline.map((polygon) =>
    polygon.map((ring) => {
      const count = ring.length / 2;
      const at = (i: number): Point => [
        ring[2 * ((i + count) % count)] as number,
        ring[2 * ((i + count) % count) + 1] as number,
      ];
      const kept = Array.from({ length: count }, (_, i) => i).filter((i) => {
        const [a, b, c] = [at(i - 1), at(i), at(i + 1)];
        return (b[0] - a[0]) * (c[1] - b[1]) !== (b[1] - a[1]) * (c[0] - b[0]);
      });
      return Int32Array.from(kept.flatMap((i) => at(i)));
    }),
  );
}
