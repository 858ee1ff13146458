import { withDistrictRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const oversight = withDistrictRight('oversee');

/** Who may read the audit log. */
export const auditAccess: AccessEntries = {
  'GET /api/v1/audit': oversight,
  'GET /api/v1/audit/export': oversight,
  'GET /api/v1/audit/verification': oversight,
};
