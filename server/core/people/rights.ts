import type { Role, ScopedRole } from './schemas.ts';

/**
 * Who may what (safety.md, "Who may what"): the roles that have each right inside their code prefix. The access table, the services and
 * the pages ask these and no list of their own.
 */
export const RIGHTS = {
  /** Change borders in plans, submit and withdraw them. */
  planBorders: ['planner', 'admin'],
  /** Approve, return and publish what others have planned. */
  decidePlans: ['approver', 'admin'],
  /** Read the plans of the whole district, whatever part of it the role is for. */
  readAllPlans: ['approver', 'admin', 'auditor'],
  /** Read the plans that touch the area of the role. */
  readPlansWithin: ['planner', 'unitHead'],
  /** Read plans at all. */
  readPlans: ['planner', 'approver', 'admin', 'auditor', 'unitHead'],
  /** Write in the thread of a plan. */
  speakOfPlans: ['planner', 'approver', 'admin'],
  /** Take in boundary files for the whole district, and the places that weigh. */
  takeInBoundaries: ['planner', 'admin'],
  /** Look at what was taken in before it is published. */
  readTakenIn: ['planner', 'approver', 'admin'],
  /** Read the places that drafts and impact weigh. */
  readPlaces: ['planner', 'approver', 'admin'],
  /** Call whoever answers for any grid of the district. */
  callAnybody: ['admin', 'dispatcher', 'clerk'],
  /** Call whoever answers for a grid of the role's area. */
  callWithin: ['planner', 'approver', 'unitHead', 'warden'],
  administer: ['admin'],
  /** Read accounts and the audit log. */
  oversee: ['auditor', 'admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Right = keyof typeof RIGHTS;

/** Whether a scope (a code prefix) covers a code. */
export const covers = (scope: string, code: string): boolean => code.startsWith(scope);

/** The areas in which roles give a right, as code prefixes. */
export const scopesOf = (roles: readonly ScopedRole[], right: Right): string[] =>
  roles.filter(({ role }) => (RIGHTS[right] as readonly Role[]).includes(role)).map(({ scope }) => scope);

/** Whether roles give a right for the whole of the area with this code. */
export const holds = (roles: readonly ScopedRole[], right: Right, code: string): boolean =>
  scopesOf(roles, right).some((scope) => covers(scope, code));

/** Whether roles give a right for some part of the area with this code, or for more than it. */
export const touches = (roles: readonly ScopedRole[], right: Right, code: string): boolean =>
  scopesOf(roles, right).some((scope) => covers(scope, code) || covers(code, scope));
