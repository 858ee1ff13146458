import { Fault } from '../core/fault.ts';
import { covers, type Principal } from '../http/principal.ts';
import { PLANNERS, plansWithin } from './planScope.ts';

const READERS: readonly string[] = ['planner', 'approver', 'admin', 'auditor', 'unitHead'];

/** The areas in which a person may look at plans. */
export const readableScopes = (principal: Principal): string[] =>
  principal.roles.filter(({ role }) => READERS.includes(role)).map(({ scope }) => scope);

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
