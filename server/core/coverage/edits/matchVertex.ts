import { edgesOf, hasEdge, hasVertex } from '../../geometry/edges.ts';
import type { Edge } from '../../geometry/lattice.ts';
import type { DraftChange } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import type { Grid } from '../model.ts';
import { readPoint } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/** A corner may stand so many lattice units beside the edge that lacks it, by the rounding of corners put on it. */
const MOST_OFF_UNITS = 1.5;

/**
 * Puts a corner that stands on one side of a border only into the edges that pass through it on the other. An edge that has its equal,
 * in a neighbour or in the outline, lacks nothing, however near to a corner it runs.
 */
export function matchVertex(ground: EditableCoverage, edit: Extract<Edit, { op: 'matchVertex' }>): DraftChange {
  const [x, y] = readPoint(edit.at, '/at');
  const near = ground.near([x - 2, y - 2, x + 2, y + 2]);
  const isLoose = ([ax, ay, bx, by]: Edge): boolean => {
    const isIn = ({ area }: Grid) => Number(hasEdge(area, ax, ay, bx, by)) - Number(hasEdge(area, bx, by, ax, ay));
    const outline = Number(ground.isOutlineEdge(ax, ay, bx, by)) - Number(ground.isOutlineEdge(bx, by, ax, ay));
    return near.reduce((net, grid) => net + isIn(grid), -outline) !== 0;
  };
  const lacking = near.filter(({ area }) => !hasVertex(area, x, y));
  const linesIn = (grids: readonly Grid[]) =>
    grids
      .flatMap(({ area }) => [...edgesOf(area)].filter((edge) => passes(edge, x, y) && isLoose(edge)))
      .map(([ax, ay, bx, by]) => [ax, ay, x, y, bx, by]);
  const missing = linesIn(lacking);
  // A grid may have the corner elsewhere, where it touches itself.
  const lines = missing.length > 0 ? missing : linesIn(near);
  if (lines.length === 0) throw refusal('/at', 'no-loose-corner-here');
  const sketch = new Sketch(ground);
  sketch.insertAlong(lines);
  return sketch.finishMend('Match a corner');
}

function passes([ax, ay, bx, by]: Edge, x: number, y: number): boolean {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const along = ((x - ax) * dx + (y - ay) * dy) / squared;
  if (along <= 0 || along >= 1) return false;
  return Math.abs(dx * (y - ay) - dy * (x - ax)) / Math.sqrt(squared) <= MOST_OFF_UNITS;
}
