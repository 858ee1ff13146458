import { type Area, boundingBox } from '../../geometry/lattice.ts';
import { projectionFrom, reachesShiftEdge } from '../datum.ts';
import type { Crs } from '../schemas.ts';
import type { FileNote } from './schemas.ts';

/** A note where areas came in shifted at the edge of what the datum shifts: there the way back is not certain. */
export function datumNotes(areas: readonly Area[], crs: Crs): FileNote[] {
  if (!projectionFrom(crs) || !areas.some((area) => area.length > 0 && reachesShiftEdge(boundingBox(area)))) return [];
  return [
    {
      note: 'datum-edge',
      severity: 'error',
      message:
        'Some areas lie at the edge of the area that GCJ-02 and BD-09 shift, where positions cannot be turned back with certainty. Take the file in as WGS84 or CGCS2000.',
    },
  ];
}
