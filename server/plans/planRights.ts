import { Fault } from '../core/fault.ts';
import { covers, type Principal } from '../http/principal.ts';
import { PLANNERS, plansWithin } from './planScope.ts';

/** Who looks at the plans of the whole district, whatever part of it their role is for, and who at those of their area (safety.md). */
const READERS_OF_ALL: readonly string[] = ['approver', 'admin', 'auditor'];
const READERS_WITHIN: readonly string[] = ['planner', 'unitHead'];
const DISTRICT_DIGITS = 2;

/** The areas in which a person may look at plans. */
export const readableScopes = (principal: Principal): string[] =>
  principal.roles.flatMap(({ role, scope }) => {
    if (READERS_OF_ALL.includes(role)) return [scope.slice(0, DISTRICT_DIGITS)];
    return READERS_WITHIN.includes(role) ? [scope] : [];
  });

/** A person sees the plans that touch the area of one of their roles. */
export const maySee = (principal: Principal, plan: { scope: string }): boolean =>
  readableScopes(principal).some((scope) => covers(scope, plan.scope) || covers(plan.scope, scope));

/** A planner of any part of the plan's area may edit it; each edit is held against the grids it changes. Throws `forbidden`. */
export function demandPlanner(principal: Principal, plan: { scope: string }): void {
  if (!plansWithin(principal, plan.scope)) throw new Fault('forbidden', 'Your roles do not let you plan here.');
}

/** The area a plan is about when its maker does not say: their unit when they have but one, else the district. */
export function ownScope(principal: Principal, district: string): string {
  const scopes = principal.roles
    .filter(({ role }) => (PLANNERS as readonly string[]).includes(role))
    .map(({ scope }) => scope);
  if (scopes.includes(district)) return district;
  return scopes.length === 1 ? (scopes[0] as string) : district;
}

export const outOfScope = (scope: string): Fault => new Fault('forbidden', `Your roles do not let you plan ${scope}.`);
