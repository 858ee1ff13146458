import type { Grid } from '../../../server/core/coverage/model.ts';
import type { Area, Ring } from '../../../server/core/geometry/lattice.ts';

/** One thing done to one grid of a coverage that was whole. */
export interface Damage {
  name:
    | 'moved vertex'
    | 'dropped grid'
    | 'doubled grid'
    | 'turned ring'
    | 'added vertex'
    | 'lost vertex'
    | 'shifted grid';
  apply(grids: readonly Grid[], pick: () => number): Grid[];
}

const replaceRing = (grid: Grid, change: (ring: Ring) => Ring): Grid => {
  const [first, ...rest] = grid.area as [Area[number], ...Area[number][]];
  const [shell, ...holes] = first as [Ring, ...Ring[]];
  return { ...grid, area: [[change(shell), ...holes], ...rest] };
};

const one = (grids: readonly Grid[], pick: () => number, change: (grid: Grid) => Grid[]): Grid[] => {
  const chosen = Math.floor(pick() * grids.length);
  return grids.flatMap((grid, g) => (g === chosen ? change(grid) : [grid]));
};

const vertexOf = (ring: Ring, pick: () => number): number => 2 * Math.floor((pick() * ring.length) / 2);

/** Every single damage a coverage must not survive. */
export const DAMAGES: readonly Damage[] = [
  {
    name: 'moved vertex',
    apply: (grids, pick) =>
      one(grids, pick, (grid) => [
        replaceRing(grid, (ring) => {
          const moved = Int32Array.from(ring);
          const v = vertexOf(ring, pick) + (pick() < 0.5 ? 0 : 1);
          moved[v] = (moved[v] as number) + (pick() < 0.5 ? 1 : -1);
          return moved;
        }),
      ]),
  },
  { name: 'dropped grid', apply: (grids, pick) => one(grids, pick, () => []) },
  { name: 'doubled grid', apply: (grids, pick) => one(grids, pick, (grid) => [grid, { ...grid, code: '059999' }]) },
  {
    name: 'turned ring',
    apply: (grids, pick) =>
      one(grids, pick, (grid) => [
        replaceRing(grid, (ring) => {
          const turned = new Int32Array(ring.length);
          for (let i = 0; i < ring.length; i += 2) {
            turned[i] = ring[ring.length - 2 - i] as number;
            turned[i + 1] = ring[ring.length - 1 - i] as number;
          }
          return turned;
        }),
      ]),
  },
  {
    name: 'added vertex',
    apply: (grids, pick) =>
      one(grids, pick, (grid) => [
        replaceRing(grid, (ring) => {
          const v = vertexOf(ring, pick);
          const n = (v + 2) % ring.length;
          const [x, y] = [
            Math.round(((ring[v] as number) + (ring[n] as number)) / 2),
            Math.round(((ring[v + 1] as number) + (ring[n + 1] as number)) / 2),
          ];
          const isEnd = (x === ring[v] && y === ring[v + 1]) || (x === ring[n] && y === ring[n + 1]);
          return isEnd ? ring : Int32Array.from([...ring.subarray(0, v + 2), x, y, ...ring.subarray(v + 2)]);
        }),
      ]),
  },
  {
    name: 'lost vertex',
    apply: (grids, pick) =>
      one(grids, pick, (grid) => [
        replaceRing(grid, (ring) => {
          const v = vertexOf(ring, pick);
          return ring.length <= 6 ? ring : Int32Array.from([...ring.subarray(0, v), ...ring.subarray(v + 2)]);
        }),
      ]),
  },
  {
    name: 'shifted grid',
    apply: (grids, pick) => {
      const [dx, dy] = [Math.round((pick() - 0.5) * 4000) || 1, Math.round((pick() - 0.5) * 4000) || 1];
      return one(grids, pick, (grid) => [
        {
          ...grid,
          area: grid.area.map((polygon) =>
            polygon.map((ring) => ring.map((value, i) => value + (i % 2 === 0 ? dx : dy))),
          ),
        },
      ]);
    },
  },
];
