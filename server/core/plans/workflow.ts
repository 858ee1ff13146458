import type { OwnWork } from './fourEyes.ts';
import type { PlanState } from './schemas.ts';

/** What moves a plan, or asks that it stands still. */
export type WorkflowVerb =
  | 'edit'
  | 'submit'
  | 'return'
  | 'approve'
  | 'schedule'
  | 'publish'
  | 'unschedule'
  | 'withdraw'
  | 'answer';

/** How a plan stands. */
export interface PlanStanding {
  state: PlanState;
  /** A time is set at which it is published by itself. */
  isScheduled: boolean;
  /** Whoever approved it may still approve. */
  isApprovalInForce: boolean;
}

/** What a person's roles give them for a plan, and what hand they had in it. */
export interface PlanParty {
  /** Plans borders in the whole of the plan's area. */
  plans: boolean;
  /** Plans borders in some part of it; each edit is held against the grids it changes. */
  plansInPart: boolean;
  decides: boolean;
  own: OwnWork | null;
}

/**
 * Why not: the person's roles (`role`), four eyes (`own`), the plan's state (`state`, with those it can be done from), an approval that
 * stands already or no longer (`approved`, `approval-ended`), or no time set (`not-scheduled`).
 */
export type Refusal =
  | { why: 'role' | 'approved' | 'approval-ended' | 'not-scheduled' }
  | { why: 'own'; own: OwnWork }
  | { why: 'state'; from: readonly PlanState[] };

interface Step {
  from: readonly PlanState[];
  /** The state it leads to; the present one when left out. */
  to?: PlanState;
  by: (party: PlanParty) => boolean;
  /** Whoever has a hand in the plan must not (safety.md, four eyes). */
  bySecondPerson?: true;
  when?: (plan: PlanStanding) => Refusal | null;
}

/** The states in which borders may change. */
export const EDITABLE_STATES: readonly PlanState[] = ['draft', 'returned'];
/** The states of a plan that is not done with. */
export const OPEN_STATES: readonly PlanState[] = ['draft', 'submitted', 'approved', 'returned'];

const ALL_STATES: readonly PlanState[] = [...OPEN_STATES, 'published', 'withdrawn'];
const byPlanner = ({ plans }: PlanParty): boolean => plans;
const byApprover = ({ decides }: PlanParty): boolean => decides;
const whileApproved = ({ isApprovalInForce }: PlanStanding): Refusal | null =>
  isApprovalInForce ? null : { why: 'approval-ended' };

/** The life of a plan, verb by verb: from which states, by whom, to which state. */
const STEPS: Readonly<Record<WorkflowVerb, Step>> = {
  edit: { from: EDITABLE_STATES, by: ({ plansInPart }) => plansInPart },
  submit: { from: EDITABLE_STATES, to: 'submitted', by: byPlanner },
  return: { from: ['submitted', 'approved'], to: 'returned', by: byApprover, bySecondPerson: true },
  // An approved plan is approved anew where the right of whoever approved it has ended.
  approve: {
    from: ['submitted', 'approved'],
    to: 'approved',
    by: byApprover,
    bySecondPerson: true,
    when: ({ state, isApprovalInForce }) => (state === 'approved' && isApprovalInForce ? { why: 'approved' } : null),
  },
  schedule: { from: ['approved'], by: byApprover, bySecondPerson: true, when: whileApproved },
  publish: { from: ['approved'], to: 'published', by: byApprover, bySecondPerson: true, when: whileApproved },
  unschedule: {
    from: ['approved'],
    by: byApprover,
    when: ({ isScheduled }) => (isScheduled ? null : { why: 'not-scheduled' }),
  },
  withdraw: { from: OPEN_STATES, to: 'withdrawn', by: byPlanner },
  answer: { from: ALL_STATES, by: ({ plans, decides }) => plans || decides },
};

export const isEditable = (state: PlanState): boolean => EDITABLE_STATES.includes(state);
export const isOpen = (state: PlanState): boolean => OPEN_STATES.includes(state);

/** The state a verb leads to, or why it cannot be done: first the person's roles, then the plan's state, then four eyes and the rest. */
export function transition(
  plan: PlanStanding,
  verb: WorkflowVerb,
  party: PlanParty,
): { to: PlanState } | { refusal: Refusal } {
  const { from, to = plan.state, by, bySecondPerson, when } = STEPS[verb];
  if (!by(party)) return { refusal: { why: 'role' } };
  if (!from.includes(plan.state)) return { refusal: { why: 'state', from } };
  if (bySecondPerson && party.own !== null) return { refusal: { why: 'own', own: party.own } };
  const refusal = when?.(plan) ?? null;
  return refusal ? { refusal } : { to };
}

/** The verbs a person can do now, in the order of the plan's life. */
export const verbsOf = (plan: PlanStanding, party: PlanParty): WorkflowVerb[] =>
  (Object.keys(STEPS) as WorkflowVerb[]).filter((verb) => 'to' in transition(plan, verb, party));
