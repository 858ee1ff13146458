import type { AccessRule } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const lookup: AccessRule = { openWhen: 'publicLookup', roles: 'any', scope: 'inDistrict', whileAway: true };

/** Who may look up who owns a spot. */
export const lookupAccess: AccessEntries = {
  'GET /api/v1/lookup': lookup,
  'POST /api/v1/lookup/batch': lookup,
};
