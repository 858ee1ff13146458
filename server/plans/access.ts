import { withRight } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

// Which plans and which grids of theirs, the plan's and the person's scopes decide together (core/plans/workflow.ts, plans/edits/planScope.ts).
const planning = withRight('planBorders');
const reading = withRight('readPlans');
const deciding = withRight('decidePlans');

/** Who may call the routes of plans. */
export const planAccess: AccessEntries = {
  'POST /api/v1/plans': planning,
  'GET /api/v1/plans': reading,
  'GET /api/v1/plans/:id': reading,
  'PATCH /api/v1/plans/:id': planning,
  'GET /api/v1/plans/:id/areas': reading,
  'GET /api/v1/plans/:id/frame': reading,
  'POST /api/v1/plans/:id/edits': planning,
  'GET /api/v1/plans/:id/edits': reading,
  'GET /api/v1/plans/:id/changes': reading,
  'POST /api/v1/plans/:id/undo': planning,
  'POST /api/v1/plans/:id/redo': planning,
  'GET /api/v1/plans/:id/faults': reading,
  'GET /api/v1/plans/:id/impact': reading,
  'GET /api/v1/plans/:id/export': reading,
  'POST /api/v1/plans/:id/import': planning,
  'POST /api/v1/plans/:id/rebase': planning,
  'POST /api/v1/plans/:id/submit': planning,
  'POST /api/v1/plans/:id/withdraw': planning,
  'POST /api/v1/plans/:id/return': deciding,
  'POST /api/v1/plans/:id/approve': deciding,
  'POST /api/v1/plans/:id/publish': deciding,
  'POST /api/v1/plans/:id/unschedule': deciding,
  // A planner's answer, an approver's question.
  'POST /api/v1/plans/:id/answer': withRight('speakOfPlans'),
  'GET /api/v1/plans/:id/thread': reading,
  'GET /api/v1/plans/:id/comments': reading,
  'POST /api/v1/plans/:id/comments': reading,
  'POST /api/v1/plans/:id/comments/:comment/resolve': reading,
};
