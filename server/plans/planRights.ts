import { Fault } from '../core/fault.ts';
import type { Principal } from '../core/people/caller.ts';
import { covers, scopesOf, touches } from '../core/people/rights.ts';

const DISTRICT_DIGITS = 2;

/** The areas in which a person may look at plans: the whole district for some roles, the area of the role for others (safety.md). */
export const readableScopes = ({ roles }: Principal): string[] => [
  ...scopesOf(roles, 'readAllPlans').map((scope) => scope.slice(0, DISTRICT_DIGITS)),
  ...scopesOf(roles, 'readPlansWithin'),
];

/** A person sees the plans that touch the area of one of their roles. */
export const maySee = (principal: Principal, plan: { scope: string }): boolean =>
  readableScopes(principal).some((scope) => covers(scope, plan.scope) || covers(plan.scope, scope));

/** A planner of any part of the plan's area may edit it; each edit is held against the grids it changes. Throws `forbidden`. */
export function demandPlanner({ roles }: Principal, plan: { scope: string }): void {
  if (!touches(roles, 'planBorders', plan.scope)) throw new Fault('forbidden', 'Your roles do not let you plan here.');
}

/** The area a plan is about when its maker does not say: their unit when they have but one, else the district. */
export function ownScope({ roles }: Principal, district: string): string {
  const scopes = scopesOf(roles, 'planBorders');
  if (scopes.includes(district)) return district;
  return scopes.length === 1 ? (scopes[0] as string) : district;
}

export const outOfScope = (scope: string): Fault => new Fault('forbidden', `Your roles do not let you plan ${scope}.`);
