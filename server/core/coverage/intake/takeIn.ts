import type { Area, Point } from '../../geometry/lattice.ts';
import { vertexCount } from '../../geometry/lattice.ts';
import { LooseEdges } from './layers.ts';
import { nodeBorders } from './node.ts';
import { type RepairCounts, repairArea } from './repair.ts';
import { snapVertices } from './snap.ts';

/** What the steps between reading and proving did, for the report. */
export interface TakeInCounts extends RepairCounts {
  vertices: number;
  snappedVertices: number;
  pulledToOutline: number;
  insertedVertices: number;
  farthestMoveMetres: number;
  /** Snaps that were left out, because a valid area would have become invalid. */
  snapsLeftOut: number;
  rounds: number;
}

/** Areas fitted together: the outline with the corners others put on it, and the rest in the order they came. */
export interface TakenIn {
  outline: Area | null;
  units: Area[];
  grids: Area[];
  counts: TakeInCounts;
  /** Where snaps were left out in the last round. */
  leftOut: Point[];
}

/** Fitting may bring new vertices near new edges; after so many rounds what is left is left for the planner. */
const MOST_ROUNDS = 4;

/**
 * Fits areas together for a proof: repairs rings, snaps vertices that lie within the tolerance of one another, and puts the vertices of
 * a border on both of its sides. The mandated outline moves nothing but its neighbours. Repeated until it stands still, four times
 * at most. With a tolerance of 0 only what the lattice's rounding has parted is joined. What would make a valid area invalid is left
 * out and told.
 */
export function takeIn(
  input: { outline: Area | null; units: readonly Area[]; grids: readonly Area[] },
  snapMetres: number,
  onRound: (round: number) => void = () => {},
): TakenIn {
  const counts: TakeInCounts = {
    repeatedPoints: 0,
    spikes: 0,
    emptyRings: 0,
    vertices: 0,
    snappedVertices: 0,
    pulledToOutline: 0,
    insertedVertices: 0,
    farthestMoveMetres: 0,
    snapsLeftOut: 0,
    rounds: 0,
  };
  const fixed = input.outline ? 1 : 0;
  const all = [...(input.outline ? [input.outline] : []), ...input.units, ...input.grids];
  counts.vertices = all.reduce((sum, area) => sum + vertexCount(area), 0);
  let areas = all.map((area, a) => (a < fixed ? area : repairArea(area, counts)));
  let leftOut: Point[] = [];
  let loose = new LooseEdges(all.slice(0, fixed), input.units, input.grids);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    onRound(round);
    counts.rounds = round;
    loose = loose.after(areas);
    const snapped =
      snapMetres > 0
        ? snapVertices({ areas, fixed, loose }, snapMetres)
        : { areas, moved: 0, farthestMetres: 0, leftOut: [] };
    const tidy = snapped.areas.map((area, a) => (a < fixed ? area : repairArea(area, counts)));
    const noded = nodeBorders({ areas: tidy, fixed, loose: loose.after(tidy) }, snapMetres);
    areas = noded.areas.map((area, a) => (a < fixed ? area : repairArea(area, counts)));
    counts.snappedVertices += snapped.moved;
    counts.pulledToOutline += noded.moved;
    counts.insertedVertices += noded.inserted;
    counts.farthestMoveMetres = Math.max(counts.farthestMoveMetres, snapped.farthestMetres, noded.farthestMetres);
    leftOut = [...snapped.leftOut, ...noded.leftOut];
    if (snapped.moved + noded.moved + noded.inserted === 0) break;
  }
  counts.snapsLeftOut = leftOut.length;
  const outline = fixed === 1 ? (areas[0] as Area) : null;
  const units = areas.slice(fixed, fixed + input.units.length);
  return { outline, units, grids: areas.slice(fixed + input.units.length), counts, leftOut };
}
