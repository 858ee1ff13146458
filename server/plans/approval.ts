import type { Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Tables } from '../db/tables.ts';
import { covers } from '../http/principal.ts';
import { rolesInForce } from '../people/service.ts';
import type { PlanRow, Reader } from './planQueries.ts';
import * as queries from './planQueries.ts';
import { APPROVERS } from './planScope.ts';

/** Whether somebody may approve a plan as things stand now, whatever they could when they did. */
export async function mayStillApprove(db: Reader, plan: PlanRow, account: string | null): Promise<boolean> {
  if (account === null) return false;
  const roles = await rolesInForce(db, account);
  return roles.some(({ role, scope }) => (APPROVERS as readonly string[]).includes(role) && covers(scope, plan.scope));
}

/** Whether a plan is approved by somebody who may still approve it. */
export const isApprovalInForce = async (db: Reader, plan: PlanRow): Promise<boolean> =>
  plan.state === 'approved' && (await mayStillApprove(db, plan, plan.approved_by));

/**
 * Throws `forbidden` when the right of whoever approved a plan has ended, and `conflict` when its borders are not those that were
 * approved: since then it may only have been moved onto newer generations.
 */
export async function demandApproval(trx: Transaction<Tables>, plan: PlanRow): Promise<void> {
  if (!(await isApprovalInForce(trx, plan)))
    throw new Fault(
      'forbidden',
      `The plan was approved by ${plan.approved_by_name ?? 'somebody'}, who may not approve any more. It has to be approved again.`,
    );
  if (plan.approved_revision === null || (await queries.isEditedSince(trx, plan.id, plan.approved_revision)))
    throw new Fault(
      'conflict',
      'The borders of the plan are not those that were approved. It has to be approved again.',
    );
}
