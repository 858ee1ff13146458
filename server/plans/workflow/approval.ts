import type { Transaction } from 'kysely';
import { Fault } from '../../core/fault.ts';
import { holds } from '../../core/people/rights.ts';
import type { Tables } from '../../db/tables.ts';
import { rolesInForce } from '../../people/service.ts';
import * as records from '../queries/planEditQueries.ts';
import type { PlanRow, Reader } from '../queries/planQueries.ts';

/** Whether somebody may approve a plan as things stand now, whatever they could when they did. */
export async function mayStillApprove(db: Reader, plan: PlanRow, account: string | null): Promise<boolean> {
  if (account === null) return false;
  return holds(await rolesInForce(db, account), 'decidePlans', plan.scope);
}

/** Whether a plan is approved by somebody who may still approve it. */
export const isApprovalInForce = async (db: Reader, plan: PlanRow): Promise<boolean> =>
  plan.state === 'approved' && (await mayStillApprove(db, plan, plan.approved_by));

/** Whoever approved a plan may not approve any more. */
export const approvalEnded = ({ approved_by_name: name }: PlanRow): Fault =>
  new Fault(
    'forbidden',
    `The plan was approved by ${name ?? 'somebody'}, who may not approve any more. It has to be approved again.`,
  );

/**
 * Throws `forbidden` when the right of whoever approved a plan has ended, and `conflict` when its borders are not those that were
 * approved: since then it may only have been moved onto newer generations.
 */
export async function demandApproval(trx: Transaction<Tables>, plan: PlanRow): Promise<void> {
  if (!(await isApprovalInForce(trx, plan))) throw approvalEnded(plan);
  if (plan.approved_revision === null || (await records.isEditedSince(trx, plan.id, plan.approved_revision)))
    throw new Fault(
      'conflict',
      'The borders of the plan are not those that were approved. It has to be approved again.',
    );
}
