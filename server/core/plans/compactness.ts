import { areaSquareMetres } from '../geometry/area.ts';
import { edgesOf } from '../geometry/edges.ts';
import type { Area } from '../geometry/lattice.ts';
import { metresBetween, scaleAt } from '../geometry/scale.ts';

/** The length of all borders of an area in metres, holes included. */
export function borderMetres(area: Area): number {
  let metres = 0;
  for (const [ax, ay, bx, by] of edgesOf(area)) metres += metresBetween(scaleAt((ay + by) / 2), ax, ay, bx, by);
  return metres;
}

/** Polsby and Popper's measure of 1991, 4πA/P²: 1 for a circle, near 0 for a thread. */
export function compactness(area: Area): number {
  const border = borderMetres(area);
  return border === 0 ? 0 : (4 * Math.PI * areaSquareMetres(area)) / border ** 2;
}
