import { type Area, boundingBox } from '../../geometry/lattice.ts';
import { projectionFrom, reachesShiftEdge } from '../datum.ts';
import type { Crs } from '../schemas.ts';
import { datumHint } from './datumHint.ts';
import type { FileNote } from './schemas.ts';

/** Areas as they were read in the datum assumed, and what is known to judge that by. */
export interface DatumEvidence {
  areas: readonly Area[];
  crs: Crs;
  /** The system the file itself names. */
  declaredCrs?: string | undefined;
  /** The district's outline, where one is known that did not come with the areas. */
  outlineInForce: Area | null;
}

/** What there is to say of a file's datum: that another fits better, or that positions cannot be turned back for certain. */
export function datumNotes({ areas, crs, declaredCrs, outlineInForce }: DatumEvidence): FileNote[] {
  const hint = datumHint(areas, outlineInForce, crs, declaredCrs);
  return [...(hint ? [hint] : []), ...(liesAtShiftEdge(areas, crs) ? [AT_SHIFT_EDGE] : [])];
}

const liesAtShiftEdge = (areas: readonly Area[], crs: Crs): boolean =>
  projectionFrom(crs) !== null && areas.some((area) => area.length > 0 && reachesShiftEdge(boundingBox(area)));

const AT_SHIFT_EDGE: FileNote = {
  note: 'datum-edge',
  severity: 'error',
  message:
    'Some areas lie at the edge of the area that GCJ-02 and BD-09 shift, where positions cannot be turned back with certainty. Take the file in as WGS84 or CGCS2000.',
};
