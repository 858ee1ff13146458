import type { Grid } from '../coverage/model.ts';
import { Chain } from '../coverage/proof/chain.ts';
import { type Area, vertexCount } from '../geometry/lattice.ts';
import { findDefect } from '../geometry/validity.ts';
import type { DrawnBorders } from './borders.ts';

/** Corners put on a border next door lie beside it by rounding only, or it would count as moved (plans/planScope.ts). */
const MOST_OFF_UNITS = 1;

/**
 * Whether drawn borders can take the place of the grids: all are valid polygons, no part is in several pieces unless the region is, and
 * the boundaries add up to those of before but for the outline's new corners.
 */
export function isSound(
  drawn: DrawnBorders,
  grids: readonly Grid[],
  neighbours: readonly Grid[],
  region: Area,
): boolean {
  if (drawn.farthestOffUnits > MOST_OFF_UNITS) return false;
  const put = [...drawn.parts, ...drawn.neighbours.map(({ area }) => area)];
  if (put.some((area) => findDefect(area) !== null)) return false;
  if (region.length === 1 && drawn.parts.some((part) => part.length !== 1)) return false;
  const old = new Map(neighbours.map(({ code, area }) => [code, area]));
  const gone = [...grids.map(({ area }) => area), ...drawn.neighbours.map(({ code }) => old.get(code) as Area)];
  const chain = new Chain([...put, ...gone].reduce((sum, area) => sum + vertexCount(area), 16));
  for (const area of put) chain.addBoundary(area, 0);
  for (const area of gone) chain.addBoundary(area, 1, -1);
  for (const [ax, ay, bx, by] of drawn.outline.gone) chain.add(ax, ay, bx, by, 2);
  for (const [ax, ay, bx, by] of drawn.outline.come) chain.add(bx, by, ax, ay, 2);
  return chain.isZero();
}
