import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Edit, Op } from '../../../../server/core/coverage/edits/schemas.ts';
import { sharedBorder } from '../../../../server/core/coverage/edits/sharedBorder.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { edgesOf } from '../../../../server/core/geometry/edges.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import { boundingBox, toDegrees } from '../../../../server/core/geometry/lattice.ts';

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const degrees = (x: number, y: number): [number, number] => [toDegrees(Math.round(x)), toDegrees(Math.round(y))];

/** Any edit of a ground, most of them sensible, some not: what a hasty planner might do. `only` narrows the choice to some grids. */
export function randomEdit(
  ground: EditableCoverage,
  random: Random,
  only: readonly Grid[] = [...ground.grids()],
): Edit {
  const grid = pick(random, only);
  const op = pick<Op>(random, [
    'split',
    'split',
    'split',
    'merge',
    'moveVertices',
    'moveVertices',
    'insertVertex',
    'deleteVertex',
    'redrawBorder',
    'redrawBorder',
    'transfer',
    'simplifyBorder',
    'assignUnit',
    'rename',
    'replace',
  ]);
  return EDITS[op](ground, random, grid);
}

/** The grids behind a grid's borders, itself not among them. */
export function neighboursOf(ground: EditableCoverage, grid: Grid): Grid[] {
  return ground
    .near(boundingBox(grid.area))
    .filter((other) => other !== grid && sharedBorder(grid.area, other.area).length > 0);
}

type Maker = (ground: EditableCoverage, random: Random, grid: Grid) => Edit;

const sizeOf = (grid: Grid): number => {
  const [minX, minY, maxX, maxY] = boundingBox(grid.area);
  return Math.max(maxX - minX, maxY - minY);
};

const somewhereIn = (grid: Grid, random: Random, beyond = 0): [number, number] => {
  const [minX, minY, maxX, maxY] = boundingBox(grid.area);
  const along = () => random() * (1 + 2 * beyond) - beyond;
  return [minX + along() * (maxX - minX), minY + along() * (maxY - minY)];
};

const split: Maker = (_, random, grid) => {
  const edges = [...edgesOf(grid.area)];
  const onBorder = (): [number, number] => {
    const [ax, ay, bx, by] = pick(random, edges);
    const along = random() < 0.4 ? 0 : random();
    return [ax + along * (bx - ax), ay + along * (by - ay)];
  };
  const style = random();
  if (style < 0.2) {
    const [x, y] = somewhereIn(grid, random);
    const reach = sizeOf(grid) * 0.2 * random() + 2;
    const corners = [0, 1, 2, 3, 4].map((i) =>
      degrees(x + reach * Math.cos(i * 1.256), y + reach * Math.sin(i * 1.256)),
    );
    return { op: 'split', grid: grid.code, line: [...corners, corners[0] as [number, number]], snapMetres: 0 };
  }
  const ends =
    style < 0.6 ? [onBorder(), onBorder()] : [somewhereIn(grid, random, 0.5), somewhereIn(grid, random, 0.5)];
  const middle = Array.from({ length: Math.floor(random() * 3) }, () => somewhereIn(grid, random));
  const line = [ends[0], ...middle, ends[1]].map((point) => degrees(...(point as [number, number])));
  return { op: 'split', grid: grid.code, line, snapMetres: random() < 0.5 ? 0 : 0.5 };
};

const merge: Maker = (ground, random, grid) => {
  const others = neighboursOf(ground, grid)
    .filter(() => random() < 0.5)
    .slice(0, 2);
  const grids = [grid, ...others].map(({ code }) => code);
  return { op: 'merge', grids, keep: pick(random, grids) };
};

const moveVertices: Maker = (_, random, grid) => {
  const reach = sizeOf(grid) * (random() < 0.5 ? 0.05 : 0.4);
  const moves = Array.from({ length: random() < 0.8 ? 1 : 2 }, () => {
    const [x, y] = pick(random, [...edgesOf(grid.area)]);
    return { from: degrees(x, y), to: degrees(x + (random() - 0.5) * reach, y + (random() - 0.5) * reach) };
  });
  return { op: 'moveVertices', moves };
};

const insertVertex: Maker = (_, random, grid) => {
  const [ax, ay, bx, by] = pick(random, [...edgesOf(grid.area)]);
  const along = random();
  const off = random() < 0.5 ? 0 : (random() - 0.5) * 0.2;
  const at = degrees(ax + along * (bx - ax) + off * (by - ay), ay + along * (by - ay) - off * (bx - ax));
  return { op: 'insertVertex', on: [degrees(ax, ay), degrees(bx, by)], at };
};

const deleteVertex: Maker = (_, random, grid) => {
  const [x, y] = pick(random, [...edgesOf(grid.area)]);
  return { op: 'deleteVertex', at: degrees(x, y) };
};

const redrawBorder: Maker = (ground, random, grid) => {
  const neighbour = pick(random, neighboursOf(ground, grid)) ?? grid;
  const run = pick(random, sharedBorder(grid.area, neighbour.area)) ?? [0, 0, 1, 1];
  const on = (): [number, number] => {
    const i = 2 * Math.floor((random() * (run.length - 2)) / 2);
    const along = random() < 0.5 ? 0 : random();
    const [ax, ay, bx, by] = [run[i], run[i + 1], run[i + 2], run[i + 3]] as [number, number, number, number];
    return [ax + along * (bx - ax), ay + along * (by - ay)];
  };
  const [start, end] = [on(), on()];
  const reach = sizeOf(grid) * 0.3;
  const middle = Array.from({ length: 1 + Math.floor(random() * 2) }, (): [number, number] => [
    (start[0] + end[0]) / 2 + (random() - 0.5) * reach,
    (start[1] + end[1]) / 2 + (random() - 0.5) * reach,
  ]);
  const path = [start, ...middle, end].map((point) => degrees(...point));
  const between = random() < 0.7 ? [grid.code, neighbour.code] : [path[0] as number[], path.at(-1) as number[]];
  return { op: 'redrawBorder', between: between as string[], path };
};

const transfer: Maker = (ground, random, grid) => {
  const to = pick(random, neighboursOf(ground, grid)) ?? grid;
  const [x, y] = somewhereIn(grid, random);
  const reach = sizeOf(grid) * (0.1 + 0.6 * random());
  const ring = Int32Array.from(
    [0, 1, 2, 3, 4, 5].flatMap((i) => [
      Math.round(x + reach * (0.7 + 0.3 * random()) * Math.cos(i * 1.047)),
      Math.round(y + reach * (0.7 + 0.3 * random()) * Math.sin(i * 1.047)),
    ]),
  );
  return { op: 'transfer', from: grid.code, to: to.code, area: toGeoJson([[ring]]) };
};

const simplifyBorder: Maker = (ground, random, grid) => {
  const other = pick(random, neighboursOf(ground, grid)) ?? grid;
  return { op: 'simplifyBorder', between: [grid.code, other.code], toleranceMetres: random() * 30 };
};

const assignUnit: Maker = (ground, random, grid) => ({
  op: 'assignUnit',
  grid: grid.code,
  unit: pick(random, [...ground.units.keys()]),
});

const rename: Maker = (_, random, grid) => ({
  op: 'rename',
  grid: grid.code,
  name: `网格${Math.floor(random() * 1000)}`,
});

/** Two grids change their areas with each other: what is put and what was there have the same boundary. */
const replace: Maker = (ground, random, grid) => {
  const other = pick(random, neighboursOf(ground, grid)) ?? grid;
  const feature = (code: string, { area }: Grid) => ({
    type: 'Feature',
    properties: { code },
    geometry: toGeoJson(area),
  });
  const features =
    random() < 0.2 ? [feature(grid.code, other)] : [feature(grid.code, other), feature(other.code, grid)];
  return { op: 'replace', put: { type: 'FeatureCollection', features }, remove: [] };
};

const none: Maker = rename;
const EDITS: Record<Op, Maker> = {
  split,
  merge,
  moveVertices,
  insertVertex,
  deleteVertex,
  redrawBorder,
  transfer,
  simplifyBorder,
  assignUnit,
  rename,
  replace,
  fillGap: none,
  trimOverlap: none,
  trimOutside: none,
  matchVertex: none,
  repairArea: none,
};
