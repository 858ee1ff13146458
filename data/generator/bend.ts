import type { Area, Point } from '../../server/core/geometry/lattice.ts';
import { ringPoints } from './frame.ts';

function distanceToEdge([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  const [offX, offY] = [x - ax - along * dx, y - ay - along * dy];
  return Math.sqrt(offX * offX + offY * offY);
}

/** How far, in lattice units, the working outline's added corners lie off the given outline: the bend it has taken. */
export function greatestBend(working: Area, given: Area): number {
  const edges = given.flat().flatMap((ring) => {
    const points = ringPoints(ring);
    return points.map((point, i) => [points.at(i - 1) as Point, point] as const);
  });
  const corners = new Set(edges.map(([, [x, y]]) => `${x},${y}`));
  const added = working.flat().flatMap((ring) => ringPoints(ring).filter(([x, y]) => !corners.has(`${x},${y}`)));
  return added.reduce(
    (bend, point) => Math.max(bend, Math.min(...edges.map(([a, b]) => distanceToEdge(point, a, b)))),
    0,
  );
}
