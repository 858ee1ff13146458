import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAN_STATES, type PlanState } from '../../../server/core/plans/schemas.ts';
import {
  type PlanParty,
  type PlanStanding,
  transition,
  verbsOf,
  type WorkflowVerb,
} from '../../../server/core/plans/workflow.ts';

const PLANNER: PlanParty = { plans: true, plansInPart: true, decides: false, own: null };
const PART_PLANNER: PlanParty = { plans: false, plansInPart: true, decides: false, own: null };
const APPROVER: PlanParty = { plans: false, plansInPart: false, decides: true, own: null };
const BOTH: PlanParty = { plans: true, plansInPart: true, decides: true, own: null };
const NOBODY: PlanParty = { plans: false, plansInPart: false, decides: false, own: null };

const at = (state: PlanState, more: Partial<PlanStanding> = {}): PlanStanding => ({
  state,
  isScheduled: false,
  isApprovalInForce: state === 'approved',
  ...more,
});

// Written by hand from api.md and safety.md: what each person can do with a plan in each state.
const LIFE: [PlanState, PlanParty, WorkflowVerb[]][] = [
  ['draft', PLANNER, ['edit', 'submit', 'withdraw', 'answer']],
  ['draft', PART_PLANNER, ['edit']],
  ['draft', APPROVER, ['answer']],
  ['draft', NOBODY, []],
  ['returned', PLANNER, ['edit', 'submit', 'withdraw', 'answer']],
  ['submitted', PLANNER, ['withdraw', 'answer']],
  ['submitted', APPROVER, ['return', 'approve', 'answer']],
  ['submitted', { ...BOTH, own: 'edited' }, ['withdraw', 'answer']],
  ['submitted', { ...BOTH, own: 'submitted' }, ['withdraw', 'answer']],
  ['approved', PLANNER, ['withdraw', 'answer']],
  ['approved', APPROVER, ['return', 'schedule', 'publish', 'answer']],
  ['approved', { ...BOTH, own: 'edited' }, ['withdraw', 'answer']],
  ['published', BOTH, ['answer']],
  ['withdrawn', BOTH, ['answer']],
  ['withdrawn', PART_PLANNER, []],
];

describe('the life of a plan', () => {
  test.each(LIFE)('%s, for %j: %j', (state, party, verbs) => {
    expect(verbsOf(at(state), party)).toEqual(verbs);
  });

  test('leads where each verb says', () => {
    const leads: [PlanState, WorkflowVerb, PlanState][] = [
      ['draft', 'submit', 'submitted'],
      ['returned', 'submit', 'submitted'],
      ['submitted', 'return', 'returned'],
      ['submitted', 'approve', 'approved'],
      ['approved', 'return', 'returned'],
      ['approved', 'schedule', 'approved'],
      ['approved', 'publish', 'published'],
      ['approved', 'withdraw', 'withdrawn'],
      ['published', 'answer', 'published'],
    ];
    for (const [from, verb, to] of leads) expect(transition(at(from), verb, BOTH)).toEqual({ to });
  });

  test('asks for a new approval where whoever approved may not any more, and for none while they may', () => {
    const ended = at('approved', { isApprovalInForce: false });
    expect(verbsOf(ended, APPROVER)).toEqual(['return', 'approve', 'answer']);
    expect(transition(ended, 'publish', APPROVER)).toEqual({ refusal: { why: 'approval-ended' } });
    expect(transition(at('approved'), 'approve', APPROVER)).toEqual({ refusal: { why: 'approved' } });
  });

  test('calls a time off only where one is set, by whoever decides, also on own work', () => {
    const scheduled = at('approved', { isScheduled: true });
    expect(transition(scheduled, 'unschedule', { ...BOTH, own: 'submitted' })).toEqual({ to: 'approved' });
    expect(transition(at('approved'), 'unschedule', APPROVER)).toEqual({ refusal: { why: 'not-scheduled' } });
    expect(transition(scheduled, 'unschedule', PLANNER)).toEqual({ refusal: { why: 'role' } });
  });

  test('refuses by role before it tells of the state, and by the state before it tells of own work', () => {
    expect(transition(at('draft'), 'approve', NOBODY)).toEqual({ refusal: { why: 'role' } });
    expect(transition(at('draft'), 'approve', { ...BOTH, own: 'edited' })).toEqual({
      refusal: { why: 'state', from: ['submitted', 'approved'] },
    });
  });

  test('is never decided by whoever has a hand in it, and never leaves its end, whoever does whatever', () => {
    const party = fc.record({
      plans: fc.boolean(),
      plansInPart: fc.boolean(),
      decides: fc.boolean(),
      own: fc.constantFrom(null, 'submitted', 'edited'),
    });
    const standing = fc.record({
      state: fc.constantFrom(...PLAN_STATES),
      isScheduled: fc.boolean(),
      isApprovalInForce: fc.boolean(),
    });
    fc.assert(
      fc.property(standing, party, (plan, person) => {
        const verbs = verbsOf(plan, person as PlanParty);
        if (person.own !== null || !person.decides)
          for (const verb of ['approve', 'return', 'publish', 'schedule'] as const) expect(verbs).not.toContain(verb);
        if (plan.state === 'published' || plan.state === 'withdrawn')
          expect(verbs.filter((verb) => verb !== 'answer')).toEqual([]);
        if (verbs.includes('publish')) expect([plan.state, plan.isApprovalInForce]).toEqual(['approved', true]);
      }),
      { numRuns: 2_000 },
    );
  });
});
