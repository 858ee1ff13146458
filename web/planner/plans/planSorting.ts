import { holds } from '../../../server/core/people/rights.ts';
import type { PlanSummary } from '../../../server/core/plans/schemas.ts';
import type { User } from '../../api/session.ts';

/** True where a plan waits for this person: submitted by somebody else, in an area the person approves for. */
export function waitsFor(plan: PlanSummary, user: User): boolean {
  if (plan.state !== 'submitted' || plan.submittedBy?.id === user.id) return false;
  return holds(user.roles, 'decidePlans', plan.scope);
}
