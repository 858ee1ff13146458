import { districtMember, signedIn, withDistrictRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const boundaryWork = withDistrictRight('takeInBoundaries');
/** Whoever is to publish boundaries looks at them first. */
const boundaryReading = withDistrictRight('readTakenIn');

/** Who may call the routes of the published boundaries and of their imports. */
export const coverageAccess: AccessEntries = {
  'GET /api/v1/basemap': districtMember,
  'GET /api/v1/coverage': districtMember,
  'GET /api/v1/coverage/areas': districtMember,
  'GET /api/v1/coverage/export': districtMember,
  'GET /api/v1/coverage/grids/:code/lineage': districtMember,
  'POST /api/v1/coverage/validate': signedIn,
  'POST /api/v1/coverage/check-file': signedIn,
  'POST /api/v1/coverage/imports': boundaryWork,
  'GET /api/v1/coverage/imports': boundaryReading,
  'GET /api/v1/coverage/imports/:id': boundaryReading,
  'GET /api/v1/coverage/imports/:id/events': boundaryReading,
  'GET /api/v1/coverage/imports/:id/faults': boundaryReading,
  'POST /api/v1/coverage/imports/:id/publish': withDistrictRight('decidePlans'),
  'DELETE /api/v1/coverage/imports/:id': boundaryWork,
  'GET /api/v1/generations': districtMember,
  'GET /api/v1/generations/:n': districtMember,
  'GET /api/v1/generations/:n/certificate': districtMember,
  'GET /api/v1/generations/:n/outline': districtMember,
  'GET /api/v1/generations/diff': districtMember,
};
