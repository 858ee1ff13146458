import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import type { Edit } from '../../../server/core/coverage/edits/schemas.ts';
import type { Grid } from '../../../server/core/coverage/model.ts';
import { edgesOf } from '../../../server/core/geometry/edges.ts';
import { toGeoJson } from '../../../server/core/geometry/geoJson.ts';
import { type Area, boundingBox, type Edge, type Ring, toDegrees } from '../../../server/core/geometry/lattice.ts';

type Random = () => number;
type Point = readonly [number, number];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const degrees = ([x, y]: Point): [number, number] => [toDegrees(Math.round(x)), toDegrees(Math.round(y))];
const feature = (code: string, area: Area) => ({ type: 'Feature', properties: { code }, geometry: toGeoJson(area) });
/** From a lattice unit to 100,000 of them, each power of ten as likely. */
const anySize = (random: Random): number => 10 ** (random() * 5);

/** An edit aimed at the district's outline, or with shapes from huge to thinner than the lattice: most break something, if they may. */
export function oddEdit(ground: EditableCoverage, random: Random): Edit {
  const grid = pick(random, [...ground.grids()]);
  const edge = pick(random, ground.outlineEdges());
  return pick(random, ODD_EDITS)(ground, random, grid, edge);
}

type Maker = (ground: EditableCoverage, random: Random, grid: Grid, edge: Edge) => Edit;

const pointOn = ([ax, ay, bx, by]: Edge, along: number, off = 0): Point => {
  const length = Math.hypot(bx - ax, by - ay);
  return [ax + along * (bx - ax) - (off * (by - ay)) / length, ay + along * (by - ay) + (off * (bx - ax)) / length];
};

const permuteCorners: Maker = (ground, random, _, edge) => {
  const edges = ground.outlineEdges();
  const first = edges.indexOf(edges.find((one) => String(one) === String(edge)) as Edge);
  const count = 2 + Math.floor(random() * 3);
  const near = random() < 0.5;
  const picked = Array.from(
    { length: count },
    (_one, i) => (near ? edges[(first + i) % edges.length] : pick(random, edges)) as Edge,
  );
  const corners = [...new Map(picked.map(([x, y]) => [`${x},${y}`, [x, y] as Point])).values()];
  const moves = corners.map((from, i) => ({
    from: degrees(from),
    to: degrees(corners[(i + 1) % corners.length] as Point),
  }));
  return { op: 'moveVertices', moves };
};

const moveCorner: Maker = (_, random, __, [ax, ay]) => {
  const reach = anySize(random);
  return {
    op: 'moveVertices',
    moves: [{ from: degrees([ax, ay]), to: degrees([ax + (random() - 0.5) * reach, ay + (random() - 0.5) * reach]) }],
  };
};

const slideCorner: Maker = (ground, random, _, edge) => {
  const [ax, ay] = edge;
  const onto = random() < 0.6 ? edge : pick(random, ground.outlineEdges());
  return {
    op: 'moveVertices',
    moves: [{ from: degrees([ax, ay]), to: degrees(pointOn(onto, random() * 1.2 - 0.1, (random() - 0.5) * 12)) }],
  };
};

const insertOnOutline: Maker = (_, random, __, edge) => {
  const [ax, ay, bx, by] = edge;
  const on: [[number, number], [number, number]] = [degrees([ax, ay]), degrees([bx, by])];
  return {
    op: 'insertVertex',
    on,
    at: degrees(pointOn(edge, random() * 1.1 - 0.05, random() < 0.4 ? 0 : (random() - 0.5) * 14)),
  };
};

const deleteOnOutline: Maker = (_, __, ___, [ax, ay]) => ({ op: 'deleteVertex', at: degrees([ax, ay]) });

/** A lasso of any size, on the outline or anywhere, round or thin. */
const lasso: Maker = (ground, random, grid, edge) => {
  const [minX, minY, maxX, maxY] = boundingBox(grid.area);
  const size = anySize(random);
  const centre =
    random() < 0.6
      ? pointOn(edge, random() < 0.3 ? 0 : random(), (random() - 0.5) * size)
      : ([minX + random() * (maxX - minX), minY + random() * (maxY - minY)] as const);
  const from = random() < 0.7 ? (ground.leftOfEdge(...edge) ?? grid) : grid;
  const thin = random() < 0.5 ? 1 : 10 ** (-random() * 5);
  const turn = random() < 0.5 ? Math.atan2(edge[3] - edge[1], edge[2] - edge[0]) : random() * 6.3;
  const count = 3 + Math.floor(random() * 5);
  const ring = Int32Array.from(
    Array.from({ length: count }, (_, i) => {
      const [u, v] = [size * Math.cos((6.2832 * i) / count), size * thin * Math.sin((6.2832 * i) / count)];
      return [
        centre[0] + u * Math.cos(turn) - v * Math.sin(turn),
        centre[1] + u * Math.sin(turn) + v * Math.cos(turn),
      ].map(Math.round);
    }).flat(),
  );
  const to = pick(random, [...ground.grids()]);
  return { op: 'transfer', from: from.code, to: to.code, area: toGeoJson([[ring]]) };
};

/** A lasso that runs along the outline itself, corner by corner. */
const lassoAlong: Maker = (ground, random, grid, edge) => {
  const from = ground.leftOfEdge(...edge) ?? grid;
  const ring = pick(random, from.area.flat());
  const run = stretchOf(ring, random);
  const off = Math.round((random() - 0.5) * 10);
  const inner = run.toReversed().map(([x, y]): Point => [x + off, y + Math.round(anySize(random) * (random() - 0.5))]);
  const corners = [...run, ...inner].flatMap(([x, y]) => [x, y]);
  return {
    op: 'transfer',
    from: from.code,
    to: pick(random, [...ground.grids()]).code,
    area: toGeoJson([[Int32Array.from(corners)]]),
  };
};

function stretchOf(ring: Ring, random: Random): Point[] {
  const count = ring.length / 2;
  const start = Math.floor(random() * count);
  const length = 2 + Math.floor(random() * Math.min(5, count - 1));
  return Array.from(
    { length },
    (_, i) => [ring[2 * ((start + i) % count)] as number, ring[2 * ((start + i) % count) + 1] as number] as const,
  );
}

/** A grid without some corners in a row: a bay filled, or a cape cut, where they stand on the outline. */
const withoutCorners: Maker = (ground, random, grid, edge) => {
  const { code, area } = ground.leftOfEdge(...edge) ?? grid;
  const gone = 1 + Math.floor(random() * 3);
  const next = area.map((polygon, p) =>
    polygon.map((ring, r) => {
      if (p > 0 || r > 0 || ring.length / 2 - gone < 3) return ring;
      const count = ring.length / 2;
      const start = Math.floor(random() * count);
      const kept = Array.from({ length: count - gone }, (_, i) => (start + i) % count);
      return Int32Array.from(kept.flatMap((i) => [ring[2 * i] as number, ring[2 * i + 1] as number]));
    }),
  );
  return { op: 'replace', put: { type: 'FeatureCollection', features: [feature(code, next)] }, remove: [] };
};

/** A grid that reaches over an edge of the outline, or falls short of it, by anything from a unit on. */
const withCorner: Maker = (ground, random, grid, edge) => {
  const { code, area } = ground.leftOfEdge(...edge) ?? grid;
  const off = (random() < 0.5 ? -1 : 1) * anySize(random);
  const next = area.map((polygon) =>
    polygon.map((ring) => {
      const points = [...ring];
      for (let i = 0; i < points.length; i += 2)
        if (points[i] === edge[0] && points[i + 1] === edge[1]) {
          points.splice(i + 2, 0, ...pointOn(edge, random(), off).map(Math.round));
          break;
        }
      return Int32Array.from(points);
    }),
  );
  return { op: 'replace', put: { type: 'FeatureCollection', features: [feature(code, next)] }, remove: [] };
};

/** A line along a grid's own border, a few units beside it, or from corner to corner. */
const splitAlong: Maker = (ground, random, grid, edge) => {
  const owner = ground.leftOfEdge(...edge) ?? grid;
  const run = stretchOf(pick(random, owner.area.flat()), random);
  const off = random() < 0.4 ? 0 : (random() - 0.5) * anySize(random);
  const line = run.map(([x, y]) => degrees([x + off, y + off * (random() - 0.5)]));
  return { op: 'split', grid: owner.code, line, snapMetres: pick(random, [0, 0.5, 5]) };
};

const splitAcross: Maker = (ground, random, grid, edge) => {
  const owner = ground.leftOfEdge(...edge) ?? grid;
  const edges = [...edgesOf(owner.area)];
  const ends = [
    pointOn(edge, random(), (random() - 0.7) * anySize(random)),
    pointOn(pick(random, edges), random() < 0.3 ? 0 : random()),
  ];
  return { op: 'split', grid: owner.code, line: ends.map(degrees), snapMetres: pick(random, [0, 0.5]) };
};

const cutOut: Maker = (ground, random, grid, edge) => {
  const owner = ground.leftOfEdge(...edge) ?? grid;
  const [x, y] = pointOn(edge, random(), random() * anySize(random));
  const size = anySize(random);
  const corners = [0, 1, 2, 3].map((i) =>
    degrees([x + size * Math.cos(i * 1.57 + 0.3), y + size * Math.sin(i * 1.57 + 0.3)]),
  );
  return {
    op: 'split',
    grid: owner.code,
    line: [...corners, corners[0] as [number, number]],
    snapMetres: pick(random, [0, 0.5]),
  };
};

const redrawAlong: Maker = (ground, random, grid, edge) => {
  const owner = ground.leftOfEdge(...edge) ?? grid;
  const run = stretchOf(pick(random, owner.area.flat()), random);
  const path = [run[0] as Point, pointOn(edge, random(), (random() - 0.5) * anySize(random)), run.at(-1) as Point].map(
    degrees,
  );
  return { op: 'redrawBorder', between: [path[0] as number[], path[2] as number[]] as unknown as string[], path };
};

const mergeAny: Maker = (ground, random, grid) => {
  const grids = [
    ...new Set([grid, pick(random, [...ground.grids()]), pick(random, [...ground.grids()])].map(({ code }) => code)),
  ];
  return { op: 'merge', grids, keep: grids[0] as string };
};

const mendAnything: Maker = (ground, random, grid, edge) => {
  const round = lasso(ground, random, grid, edge) as Extract<Edit, { op: 'transfer' }>;
  return pick<Edit>(random, [
    { op: 'fillGap', gap: round.area, to: grid.code },
    { op: 'trimOverlap', overlap: round.area, from: grid.code },
    { op: 'trimOutside', outside: round.area, from: grid.code },
    { op: 'matchVertex', at: degrees(pick(random, [...edgesOf(grid.area)]) as unknown as Point) },
    { op: 'matchVertex', at: degrees([edge[0], edge[1]]) },
    { op: 'repairArea', grid: grid.code },
  ] as Edit[]);
};

const simplifyAny: Maker = (ground, random, grid) => ({
  op: 'simplifyBorder',
  between: [grid.code, pick(random, [...ground.grids()]).code],
  toleranceMetres: anySize(random) / 100,
});

const ODD_EDITS: readonly Maker[] = [
  permuteCorners,
  permuteCorners,
  moveCorner,
  slideCorner,
  slideCorner,
  insertOnOutline,
  insertOnOutline,
  deleteOnOutline,
  lasso,
  lasso,
  lasso,
  lassoAlong,
  lassoAlong,
  withoutCorners,
  withCorner,
  splitAlong,
  splitAcross,
  splitAcross,
  cutOut,
  redrawAlong,
  mergeAny,
  mendAnything,
  simplifyAny,
];
