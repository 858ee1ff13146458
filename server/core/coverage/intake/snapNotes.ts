import { type Point, toDegrees } from '../../geometry/lattice.ts';
import type { FileNote } from './schemas.ts';

/** So many places are given at most. */
const MOST_PLACES = 1000;

/** A note of the snaps that were left out, with their places in degrees. */
export function snapNotes(leftOut: readonly Point[]): FileNote[] {
  const count = leftOut.length;
  if (count === 0) return [];
  return [
    {
      note: 'snaps-left-out',
      severity: 'note',
      count,
      at: {
        type: 'MultiPoint',
        coordinates: leftOut.slice(0, MOST_PLACES).map(([x, y]) => [toDegrees(x), toDegrees(y)]),
      },
      message: `${count} ${count === 1 ? 'vertex was' : 'vertices were'} not joined with what lies near, because an area would have crossed itself or vanished. A smaller distance may do.`,
    },
  ];
}
