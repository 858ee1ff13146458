import { withRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

const planning = withRight('planBorders');

/** Who may call the routes of drafts; the plan's and the person's scopes decide together which plans. */
export const draftAccess: AccessEntries = {
  'POST /api/v1/plans/:id/draft': planning,
  'GET /api/v1/plans/:id/draft/:job': planning,
  'DELETE /api/v1/plans/:id/draft/:job': planning,
};
