import { member } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

/** Who may call the routes of jobs; each job is only for those who may see its subject. */
export const jobAccess: AccessEntries = {
  'GET /api/v1/jobs': member,
  'GET /api/v1/jobs/:id': member,
  'DELETE /api/v1/jobs/:id': member,
  'GET /api/v1/jobs/:id/file': member,
};
