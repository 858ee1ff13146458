import { Fault } from '../../core/fault.ts';
import type { Principal } from '../../core/people/caller.ts';
import { holds, touches } from '../../core/people/rights.ts';
import { type OwnWork, ownWork } from '../../core/plans/fourEyes.ts';
import type { PlanDetail, PlanState } from '../../core/plans/schemas.ts';
import {
  type PlanParty,
  type PlanStanding,
  type Refusal,
  transition,
  verbsOf,
  type WorkflowVerb,
} from '../../core/plans/workflow.ts';
import * as records from '../queries/planEditQueries.ts';
import type { PlanRow, Reader } from '../queries/planQueries.ts';
import { approvalEnded, isApprovalInForce } from './approval.ts';

interface Standing {
  plan: PlanStanding;
  party: PlanParty;
}

/** What a person may do with a plan as it stands, and what makes it their own work; null for a second pair of eyes. */
export async function allowedActions(
  db: Reader,
  plan: PlanRow,
  principal: Principal,
): Promise<{ may: PlanDetail['may']; own: OwnWork | null }> {
  const standing = await standingOf(db, plan, principal);
  // Whether it is published now or at a set time is asked in the same dialog.
  const verbs = verbsOf(standing.plan, standing.party).filter((verb) => verb !== 'schedule');
  return { may: [...verbs, 'comment'], own: standing.party.own };
}

/** The state a plan comes to when a person does something with it. Throws `forbidden` or `conflict`, with the reason in words. */
export async function demandStep(
  db: Reader,
  plan: PlanRow,
  principal: Principal,
  verb: WorkflowVerb,
): Promise<PlanState> {
  const standing = await standingOf(db, plan, principal);
  const outcome = transition(standing.plan, verb, standing.party);
  if ('refusal' in outcome) throw refused(plan, outcome.refusal);
  return outcome.to;
}

async function standingOf(db: Reader, plan: PlanRow, { roles, accountId }: Principal): Promise<Standing> {
  const editors = await records.liveEditors(db, plan.id);
  return {
    plan: {
      state: plan.state,
      isScheduled: plan.publish_at !== null,
      isApprovalInForce: await isApprovalInForce(db, plan),
    },
    party: {
      plans: holds(roles, 'planBorders', plan.scope),
      plansInPart: touches(roles, 'planBorders', plan.scope),
      decides: holds(roles, 'decidePlans', plan.scope),
      own: ownWork(accountId, { submittedBy: plan.submitted_by, editors }),
    },
  };
}

const OWN_WORDS: Readonly<Record<OwnWork, string>> = {
  submitted: 'You submitted this plan: somebody else has to decide on it.',
  edited: 'You changed borders in this plan: somebody else has to decide on it.',
};

function refused(plan: PlanRow, refusal: Refusal): Fault {
  switch (refusal.why) {
    case 'role':
      return new Fault('forbidden', `Your roles do not cover ${plan.scope}.`);
    case 'own':
      return new Fault('forbidden', OWN_WORDS[refusal.own], [], { ownWork: refusal.own });
    case 'approval-ended':
      return approvalEnded(plan);
    case 'not-scheduled':
      return new Fault('conflict', 'The plan has no time set.');
    case 'approved':
      return wrongState(plan, ['submitted']);
    case 'state':
      return wrongState(plan, refusal.from);
  }
}

const wrongState = (plan: PlanRow, states: readonly PlanState[]): Fault =>
  new Fault('conflict', `The plan is ${plan.state}; this needs ${states.join(' or ')}.`, [], { state: plan.state });
