import type { Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { actorOf, type Caller } from '../../core/people/caller.ts';
import type { PlanVerb } from '../../core/plans/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { appendEvent } from '../../events/eventLog.ts';
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

/** The same for a decision, and the event that tells of it: the last writes of its transaction. */
export async function tellOfPlan(
  trx: Transaction<Tables>,
  plan: PlanRow,
  verb: PlanVerb,
  caller: Caller,
  note: string,
): Promise<void> {
  await auditPlan(trx, plan, verb, caller, note);
  const data = { id: plan.id, verb, state: plan.state, revision: plan.revision };
  await appendEvent(trx, { kind: 'plan', scope: plan.scope, at: caller.now, data });
}
