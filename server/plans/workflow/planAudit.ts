import type { Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { actorOf, type Caller } from '../../core/people/caller.ts';
import type { Tables } from '../../db/tables.ts';
import type { PlanRow } from '../queries/planQueries.ts';

/** An audit entry for what becomes of a plan. Its edits are a record of their own. */
export async function auditPlan(
  trx: Transaction<Tables>,
  plan: PlanRow,
  action: string,
  caller: Caller,
  note: string,
): Promise<void> {
  await appendAudit(trx, {
    actor: actorOf(caller),
    action: `plan.${action}`,
    target: plan.id,
    scope: plan.scope,
    after: {
      title: plan.title,
      revision: plan.revision,
      state: plan.state,
      note,
      publishAt: plan.publish_at?.toISOString() ?? null,
    },
    address: caller.address,
  });
}
