import type { ImpactGrid } from '../../../server/core/plans/schemas.ts';
import type { Difference } from '../../map/scene.ts';

/** Below this many metres a border has not changed: it is told to a tenth. */
const NOTICED_METRES = 0.1;
/**
 * Square metres per metre of border that a corner rounded to the lattice (about 1 cm) may add or take: half a centimetre along the
 * edges that got one, which are a part of the border.
 */
const ROUNDING_METRES = 0.001;

/**
 * How a grid differs, as an approver sees it. Where a border next door ends on a grid's edge that grid gets a corner there and
 * nothing else: its ground stays as it is, and it is called touched rather than changed.
 */
export function shownKind({ kind, before, after }: ImpactGrid): Difference | 'touched' {
  if (kind !== 'changed' || !before || !after) return kind;
  const areaChange = Math.abs(before.areaSquareMetres - after.areaSquareMetres);
  const borderChange = Math.abs(before.borderMetres - after.borderMetres);
  return borderChange <= NOTICED_METRES && areaChange <= before.borderMetres * ROUNDING_METRES ? 'touched' : kind;
}

/** Those whose ground or name changes first, those merely touched last. */
export const touchedLast = (grids: readonly ImpactGrid[]): ImpactGrid[] =>
  grids.toSorted((a, b) => Number(shownKind(a) === 'touched') - Number(shownKind(b) === 'touched'));
