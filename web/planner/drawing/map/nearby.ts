import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { edgesOf } from '../../../../server/core/geometry/edges.ts';
import { latticePoint } from '../../../../server/core/geometry/exactPoint.ts';
import { type Box, type Edge, toDegrees, toUnits } from '../../../../server/core/geometry/lattice.ts';
import { metresBetween, nearestOnEdge, type Scale, scaleAt } from '../../../../server/core/geometry/scale.ts';
import { WindingIndex } from '../../../../server/core/geometry/windingIndex.ts';
import type { Position, Spot } from '../../../map/scene.ts';

/** A corner of the grids near the pointer. */
export interface NearCorner {
  x: number;
  y: number;
  metres: number;
}

/** A stretch of border near the pointer, and the point of it that is nearest. */
export interface NearEdge {
  edge: Edge;
  x: number;
  y: number;
  metres: number;
}

type Accepts = (grid: Grid) => boolean;

export const latticeOf = ([lng, lat]: Position): [number, number] => [toUnits(lng), toUnits(lat)];
export const positionOf = (x: number, y: number): [number, number] => [toDegrees(x), toDegrees(y)];

/** The corner nearest to a spot within so many pixels, of the grids that are accepted. */
export function nearestCorner(
  ground: EditableCoverage,
  spot: Spot,
  pixels: number,
  accepts: Accepts,
): NearCorner | undefined {
  const { x, y, scale, box, reach } = around(spot, pixels);
  let best: NearCorner | undefined;
  for (const grid of ground.near(box)) {
    if (!accepts(grid)) continue;
    for (const [ax, ay] of edgesOf(grid.area)) {
      if (ax < box[0] || ax > box[2] || ay < box[1] || ay > box[3]) continue;
      const metres = metresBetween(scale, ax, ay, x, y);
      if (metres <= (best?.metres ?? reach)) best = { x: ax, y: ay, metres };
    }
  }
  return best;
}

/** The border nearest to a spot within so many pixels, of the grids that are accepted. */
export function nearestEdge(
  ground: EditableCoverage,
  spot: Spot,
  pixels: number,
  accepts: Accepts,
): NearEdge | undefined {
  const { x, y, scale, box, reach } = around(spot, pixels);
  let best: NearEdge | undefined;
  for (const grid of ground.near(box)) {
    if (!accepts(grid)) continue;
    for (const edge of edgesOf(grid.area)) {
      if (!meets(edge, box)) continue;
      const { along, metres } = nearestOnEdge(scale, ...edge, x, y);
      if (metres > (best?.metres ?? reach)) continue;
      const [ax, ay, bx, by] = edge;
      best = { edge, x: Math.round(ax + along * (bx - ax)), y: Math.round(ay + along * (by - ay)), metres };
    }
  }
  return best;
}

/** The grid that owns a place, by the half-open rule of point location. */
export function gridAt(ground: EditableCoverage, at: Position): Grid | undefined {
  const [x, y] = latticeOf(at);
  return ground
    .near([x, y, x, y])
    .find(({ area }) => new WindingIndex(area).windingBeside(latticePoint(x, y), 0, -1) > 0);
}

function around({ at, metresPerPixel }: Spot, pixels: number) {
  const [x, y] = latticeOf(at);
  const scale: Scale = scaleAt(y);
  const reach = pixels * metresPerPixel;
  const [dx, dy] = [reach / scale.east, reach / scale.north];
  const box: Box = [x - dx, y - dy, x + dx, y + dy];
  return { x, y, scale, box, reach };
}

const meets = ([ax, ay, bx, by]: Edge, box: Box): boolean =>
  Math.max(ax, bx) >= box[0] && Math.min(ax, bx) <= box[2] && Math.max(ay, by) >= box[1] && Math.min(ay, by) <= box[3];
