import { metresPerUnit } from './area.ts';
import { toDegrees } from './lattice.ts';

/** Metres per lattice unit eastwards and northwards. */
export interface Scale {
  east: number;
  north: number;
}

/** The scale at a lattice latitude. */
export const scaleAt = (y: number): Scale => metresPerUnit(toDegrees(y));

/** The distance of two lattice points in metres, for points so near that the earth is flat between them. */
export const metresBetween = (scale: Scale, ax: number, ay: number, bx: number, by: number): number =>
  Math.hypot((bx - ax) * scale.east, (by - ay) * scale.north);

/** The point of an edge nearest to (x, y): how far along (0 to 1) and how far off in metres. */
export function nearestOnEdge(
  scale: Scale,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  x: number,
  y: number,
): { along: number; metres: number } {
  const [dx, dy] = [(bx - ax) * scale.east, (by - ay) * scale.north];
  const [px, py] = [(x - ax) * scale.east, (y - ay) * scale.north];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return { along, metres: Math.hypot(px - along * dx, py - along * dy) };
}
