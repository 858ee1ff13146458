import { describe, expect, test } from 'vitest';
import { holds, RIGHTS, type Right, scopesOf, touches } from '../../../server/core/people/rights.ts';
import { ROLES, type Role } from '../../../server/core/people/schemas.ts';

// Written by hand from safety.md, "Who may what".
const TABLE: Record<Right, Role[]> = {
  planBorders: ['admin', 'planner'],
  decidePlans: ['admin', 'approver'],
  readAllPlans: ['admin', 'approver', 'auditor'],
  readPlansWithin: ['planner', 'unitHead'],
  readPlans: ['admin', 'planner', 'approver', 'unitHead', 'auditor'],
  speakOfPlans: ['admin', 'planner', 'approver'],
  takeInBoundaries: ['admin', 'planner'],
  readTakenIn: ['admin', 'planner', 'approver'],
  readPlaces: ['admin', 'planner', 'approver'],
  callAnybody: ['admin', 'dispatcher', 'clerk'],
  callWithin: ['planner', 'approver', 'unitHead', 'warden'],
  administer: ['admin'],
  oversee: ['admin', 'auditor'],
};

describe('a right', () => {
  test.each(Object.keys(RIGHTS) as Right[])('%s belongs to the roles of the table', (right) => {
    const holders = ROLES.filter((role) => holds([{ role, scope: '05' }], right, '050101'));
    expect(holders.toSorted()).toEqual(TABLE[right].toSorted());
  });

  test('holds inside its code prefix only', () => {
    const roles = [{ role: 'planner', scope: '0501' }] as const;
    expect([holds(roles, 'planBorders', '050103'), holds(roles, 'planBorders', '0501')]).toEqual([true, true]);
    expect([holds(roles, 'planBorders', '050203'), holds(roles, 'planBorders', '05')]).toEqual([false, false]);
    expect([touches(roles, 'planBorders', '05'), touches(roles, 'planBorders', '050103')]).toEqual([true, true]);
    expect(touches(roles, 'planBorders', '0502')).toBe(false);
  });

  test('of several roles is the sum, each where it holds', () => {
    const roles = [
      { role: 'planner', scope: '0501' },
      { role: 'approver', scope: '05' },
      { role: 'admin', scope: '0502' },
    ] as const;
    expect(scopesOf(roles, 'planBorders')).toEqual(['0501', '0502']);
    expect(holds(roles, 'decidePlans', '0501')).toBe(true);
    expect(holds(roles, 'administer', '0501')).toBe(false);
  });

  test('is nobody’s without a role', () => {
    expect(holds([], 'planBorders', '05')).toBe(false);
  });
});
