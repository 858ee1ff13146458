import { withDistrictRight, withRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

/** Who may call the routes of places. */
export const placesAccess: AccessEntries = {
  'GET /api/v1/places': withRight('readPlaces'),
  'POST /api/v1/places': withDistrictRight('takeInBoundaries'),
};
