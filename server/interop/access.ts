import type { AccessRule } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const gisProgram: AccessRule = { roles: 'any', scope: 'inDistrict', basic: true, whileAway: true };

/** Who may call the OGC routes. */
export const interopAccess: AccessEntries = {
  'GET /ogc': gisProgram,
  'GET /ogc/': gisProgram,
  'GET /ogc/api': gisProgram,
  'GET /ogc/api.html': gisProgram,
  'GET /ogc/conformance': gisProgram,
  'GET /ogc/collections': gisProgram,
  'GET /ogc/collections/:id': gisProgram,
  'GET /ogc/collections/:id/items': gisProgram,
  'GET /ogc/collections/:id/items/:fid': gisProgram,
};
