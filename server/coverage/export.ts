import { projectionTo, reachesShiftEdge } from '../core/coverage/datum.ts';
import { Fault } from '../core/fault.ts';
import { boundingBox } from '../core/geometry/lattice.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import type { WritingWish, WrittenFile } from '../files/writing.ts';

const AT_SHIFT_EDGE =
  'These boundaries reach the edge of the area that GCJ-02 and BD-09 shift: across it two places have the same position there, so that the file could not be read in again. Export it in WGS84 or CGCS2000.';

/**
 * Areas as a file for other programs, with code, name, level, unit and area in square metres. Coordinates are written in full, so
 * that what is read in again is the same to the lattice unit, in every format and datum. Throws `invalid-input` for areas at the edge
 * of what GCJ-02 shifts, whose shifted positions could not be turned back. Whoever has gone (`signal`) is not waited for.
 */
export function exportAreas(files: BoundaryFiles, wish: WritingWish, signal?: AbortSignal): Promise<WrittenFile> {
  if (projectionTo(wish.crs) && wish.areas.some(({ area }) => reachesShiftEdge(boundingBox(area))))
    throw new Fault('invalid-input', AT_SHIFT_EDGE, [{ path: '/crs', message: 'cannot be turned back here' }]);
  return files.writeAreas(wish, signal);
}
