import { anchorOf } from '../../web/map/layers/shapes.ts';

type Position = [number, number];

export interface PlanGrid {
  id: string;
  type: 'Feature';
  properties: { code: string; name: string };
  geometry: GeoJSON.Polygon;
}

const shellOf = (grid: PlanGrid): Position[] => (grid.geometry.coordinates[0] ?? []) as Position[];
const edgeName = (a: Position, b: Position): string => [a.join(), b.join()].sort().join(' ');
const lengthOf = ([ax, ay]: Position, [bx, by]: Position): number => Math.hypot(bx - ax, by - ay);

/** The grids with another shell for one of them. */
const reshaped = (grids: readonly PlanGrid[], code: string, shell: readonly Position[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: grids.map((grid) =>
    grid.properties.code === code
      ? {
          ...grid,
          geometry: { type: 'Polygon', coordinates: [[...shell], ...grid.geometry.coordinates.slice(1)] },
        }
      : grid,
  ),
});

/** One side of a grid's shell: its corners, the one after them, and where it stands. */
interface Side {
  code: string;
  a: Position;
  b: Position;
  next: Position;
  index: number;
}

const sidesOf = (grid: PlanGrid): Side[] => {
  const corners = shellOf(grid).slice(1);
  return corners.map((a, index) => ({
    code: grid.properties.code,
    a,
    b: corners[(index + 1) % corners.length] as Position,
    next: corners[(index + 2) % corners.length] as Position,
    index,
  }));
};

/** A grid's shell with corners put in after one of its corners. */
function withCorners(grids: readonly PlanGrid[], { code, index }: Side, more: readonly Position[]): Position[] {
  const grid = grids.find(({ properties }) => properties.code === code);
  const corners = grid ? shellOf(grid).slice(1) : [];
  const all = [...corners.slice(0, index + 1), ...more, ...corners.slice(index + 1)];
  return [...all, all[0] as Position];
}

const longest = (sides: readonly Side[]): Side => {
  const [first] = sides.toSorted((one, other) => lengthOf(other.a, other.b) - lengthOf(one.a, one.b));
  if (!first) throw new Error('no side to break');
  return first;
};

/** A corner beside the middle of a side: to its left, which is inside, by a share of its length. */
const beside = ({ a: [ax, ay], b: [bx, by] }: Side, share: number): Position => [
  (ax + bx) / 2 - share * (by - ay),
  (ay + by) / 2 + share * (bx - ax),
];

/** The grids of a unit, each file with a fault of one kind. `outline` is the district's. */
export function faultyFiles(
  grids: readonly PlanGrid[],
  outline: GeoJSON.Polygon | GeoJSON.MultiPolygon,
): Record<string, () => GeoJSON.FeatureCollection> {
  const rings = (outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates).flat() as Position[][];
  const border = new Set(rings.flatMap((ring) => ring.slice(1).map((b, i) => edgeName(ring[i] as Position, b))));
  const sides = grids.flatMap(sidesOf);
  const outer = sides.filter(({ a, b }) => border.has(edgeName(a, b)));
  const inner = sides.filter(({ a, b }) => !border.has(edgeName(a, b)));
  const bulging = (share: number) => () => {
    const side = longest(outer);
    return reshaped(grids, side.code, withCorners(grids, side, [beside(side, share)]));
  };
  return {
    'a gap at the outline': bulging(0.1),
    'ground outside': bulging(-0.1),
    'an overlap that reaches the outline': () => {
      // Where the outline passes from one grid to the next, the first one goes on along it.
      const [found] = outer.flatMap((side) => {
        const onward = outer.find(({ code, a }) => code !== side.code && a.join() === side.b.join());
        return onward ? [{ side, onward }] : [];
      });
      if (!found) throw new Error('no two grids meet at the outline');
      const after = { ...found.side, index: found.side.index + 1 };
      return reshaped(grids, found.side.code, withCorners(grids, after, [found.onward.b]));
    },
    'a border that crosses itself': () => {
      const shared = inner.filter(({ a, b, code }) =>
        inner.some((other) => other.code !== code && edgeName(other.a, other.b) === edgeName(a, b)),
      );
      const { code, a, b } = longest(shared);
      const swapped = shellOf(grids.find(({ properties }) => properties.code === code) as PlanGrid).map((at) =>
        at.join() === a.join() ? b : at.join() === b.join() ? a : at,
      );
      return reshaped(grids, code, swapped);
    },
    'the same area twice': () => {
      const [first, second] = grids;
      if (!first || !second) throw new Error('one grid is not enough');
      return reshaped(grids, second.properties.code, shellOf(first));
    },
  };
}

/** A unit's grids with one border moved on one side only: towards the grid it leaves a gap, away from it an overlap. */
export function withGapAndOverlap(grids: readonly PlanGrid[]): GeoJSON.FeatureCollection {
  const cornersOf = (grid: PlanGrid) => shellOf(grid).slice(1).map(String);
  const corners = new Map(grids.map((grid) => [grid, new Set(cornersOf(grid))]));
  // A corner between two others of the same border: not on the outline, and no third grid has it.
  const inner = grids.flatMap((grid) => {
    const own = cornersOf(grid);
    return own.flatMap((at, i): [string, PlanGrid, PlanGrid][] => {
      const around = [own.at(i - 1), at, own[(i + 1) % own.length]];
      const holders = grids.filter((other) => other !== grid && corners.get(other)?.has(at));
      const [other] = holders.filter((each) => around.every((corner) => corners.get(each)?.has(corner ?? '')));
      return other && holders.length === 1 ? [[at, grid, other]] : [];
    });
  });
  const moved = new Map<PlanGrid, [string, Position]>();
  for (const share of [0.02, -0.02]) {
    const taken = new Set(moved.keys());
    const [key, grid] = inner.find(([, one, other]) => !taken.has(one) && !taken.has(other)) ?? [];
    if (!key || !grid) throw new Error('no border to break');
    const [lng = 0, lat = 0] = key.split(',').map(Number);
    const middle = anchorOf(grid.geometry) as Position;
    moved.set(grid, [key, [lng + share * (middle[0] - lng), lat + share * (middle[1] - lat)]]);
  }
  return {
    type: 'FeatureCollection',
    features: grids.map((grid) => {
      const [key, to] = moved.get(grid) ?? [];
      const ring = shellOf(grid).map((at) => (to && at.join() === key ? to : at));
      return { ...grid, geometry: { type: 'Polygon', coordinates: [ring, ...grid.geometry.coordinates.slice(1)] } };
    }),
  };
}
