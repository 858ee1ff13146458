import type { JobState } from '../jobs/schemas.ts';
import type { Principal } from '../people/caller.ts';
import { touches } from '../people/rights.ts';
import type { PlanState, PlanVerb } from '../plans/schemas.ts';

/** What can happen, and what is told of it. */
export interface EventData {
  /** A generation was published; it takes effect at that time. */
  publication: { generation: number; effectiveAt: string };
  /** Something was decided or said about a plan. */
  plan: { id: string; verb: PlanVerb; state: PlanState; revision: number };
  /** A job was asked for, or has ended. */
  job: { id: string; kind: string; subject: string; state: JobState };
}

export type EventKind = keyof EventData;

export const EVENT_KINDS = ['publication', 'plan', 'job'] as const satisfies readonly EventKind[];

/** Whether somebody may hear of something that touches their area: everybody of what is published, of plans who may read them. */
export const mayHear = (
  principal: Principal,
  event: { kind: EventKind; scope: string; account: string | null },
): boolean => {
  if (event.account !== null) return event.account === principal.accountId;
  return event.kind !== 'plan' || touches(principal.roles, 'readPlans', event.scope);
};
