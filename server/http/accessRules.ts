import type { FastifyRequest } from 'fastify';
import type { Principal } from '../core/people/caller.ts';
import { covers, RIGHTS, type Right } from '../core/people/rights.ts';
import type { Role } from '../core/people/schemas.ts';

/**
 * Where a role must hold for a route:
 * - `any`: anywhere at all (one's own account);
 * - `inDistrict`: somewhere in the district, be it one grid of it;
 * - `district`: for the whole district;
 * - a function: for the area whose code it reads from the request.
 */
export type RouteScope = 'any' | 'inDistrict' | 'district' | ((request: FastifyRequest) => string);

/**
 * Who may call a route: everybody, everybody when a setting says so, or the holders of a role within a scope.
 * - `by: 'session'`: only the person, signed in; a token is refused, because what is made there would outlive it.
 * - `basic`: also takes Basic authentication, for programs that know no other.
 * - `whileAway`: reads published ground, and goes on while the database is away, for whom it confirmed a short while ago.
 */
export type AccessRule =
  | { open: true }
  | {
      openWhen?: 'publicLookup';
      roles: readonly Role[] | 'any';
      scope: RouteScope;
      by?: 'session';
      basic?: true;
      whileAway?: true;
    };

/** Everybody, signed in or not. */
export const open: AccessRule = { open: true };
/** Everybody who is signed in, about what is their own. */
export const signedIn: AccessRule = { roles: 'any', scope: 'any' };
/** What the pages need to begin: who one is oneself, and how the map is drawn. */
export const ownView: AccessRule = { roles: 'any', scope: 'any', whileAway: true };
/** One's own password, session and tokens. */
export const inPerson: AccessRule = { roles: 'any', scope: 'any', by: 'session' };
/** Somebody of the district; which rows of theirs is asked of each. */
export const member: AccessRule = { roles: 'any', scope: 'inDistrict' };
/** Somebody of the district, who reads its published ground. */
export const districtMember: AccessRule = { roles: 'any', scope: 'inDistrict', whileAway: true };

/** Whoever has a right somewhere in the district; the handler looks at the area asked for. */
export const withRight = (right: Right): AccessRule => ({ roles: RIGHTS[right], scope: 'inDistrict' });

/** Whoever has a right for the whole district. */
export const withDistrictRight = (right: Right): AccessRule => ({ roles: RIGHTS[right], scope: 'district' });

/** What the decision depends on besides the rule and the person. */
export interface AccessCircumstances {
  publicLookup: boolean;
  /** The district's two digits; null while nothing is published, when any district's roles count. */
  district: string | null;
}

export type Decision = 'allow' | 'unauthenticated' | 'forbidden';

/** Decides without a request; `code` is what the rule's function read from it, for rules that have one. */
export function decide(
  rule: AccessRule,
  principal: Principal | null,
  circumstances: AccessCircumstances,
  code: string | null,
): Decision {
  if ('open' in rule || (rule.openWhen === 'publicLookup' && circumstances.publicLookup)) return 'allow';
  if (principal === null) return 'unauthenticated';
  const { roles } = rule;
  // One's own account is one's own, whatever roles it has left.
  if (roles === 'any' && rule.scope === 'any') return 'allow';
  const allowed = principal.roles.some(
    ({ role, scope }) =>
      (roles === 'any' || roles.includes(role)) && scopeSuffices(rule.scope, scope, circumstances.district, code),
  );
  return allowed ? 'allow' : 'forbidden';
}

function scopeSuffices(wanted: RouteScope, held: string, district: string | null, code: string | null): boolean {
  if (wanted === 'any') return true;
  if (wanted === 'inDistrict') return district === null || held.startsWith(district);
  if (wanted === 'district') return held.length === 2 && (district === null || held === district);
  return code !== null && covers(held, code);
}
