import { inPerson, open, ownView, signedIn, withDistrictRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const administration = withDistrictRight('administer');
/** What is made or changed there would outlive a token. */
const administrationInPerson = { ...administration, by: 'session' as const };

/** Who may call the routes of people. */
export const peopleAccess: AccessEntries = {
  'POST /api/v1/session': open,
  'GET /api/v1/session': ownView,
  'DELETE /api/v1/session': inPerson,
  'PUT /api/v1/session/password': inPerson,
  'POST /api/v1/tokens': inPerson,
  'GET /api/v1/tokens': signedIn,
  'DELETE /api/v1/tokens/:id': signedIn,
  'GET /api/v1/accounts': withDistrictRight('oversee'),
  'POST /api/v1/accounts': administrationInPerson,
  'PATCH /api/v1/accounts/:id': administrationInPerson,
  'POST /api/v1/accounts/:id/unlock': administrationInPerson,
  'GET /api/v1/accounts/tokens': administration,
  'DELETE /api/v1/accounts/tokens/:id': administrationInPerson,
};
