import type { FastifyRequest } from 'fastify';
import type { Principal } from '../core/people/caller.ts';
import { covers, RIGHTS } from '../core/people/rights.ts';
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

const signedIn: AccessRule = { roles: 'any', scope: 'any' };
/** What the pages need to begin: who one is oneself, and how the map is drawn. */
const ownView: AccessRule = { roles: 'any', scope: 'any', whileAway: true };
/** One's own password, session and tokens. */
const inPerson: AccessRule = { roles: 'any', scope: 'any', by: 'session' };
const districtMember: AccessRule = { roles: 'any', scope: 'inDistrict', whileAway: true };
/** Somebody of the district; which rows of theirs is asked of each. */
const member: AccessRule = { roles: 'any', scope: 'inDistrict' };
const lookup: AccessRule = { openWhen: 'publicLookup', roles: 'any', scope: 'inDistrict', whileAway: true };
const boundaryWork: AccessRule = { roles: RIGHTS.takeInBoundaries, scope: 'district' };
/** Somewhere in the district; the handler looks at the area asked for. */
const placeReading: AccessRule = { roles: RIGHTS.readPlaces, scope: 'inDistrict' };
/** Whoever is to publish boundaries looks at them first. */
const boundaryReading: AccessRule = { roles: RIGHTS.readTakenIn, scope: 'district' };
const approval: AccessRule = { roles: RIGHTS.decidePlans, scope: 'district' };
// Which plans and which grids of theirs, the plan's and the person's scopes decide together (core/plans/workflow.ts, plans/edits/planScope.ts).
const planning: AccessRule = { roles: RIGHTS.planBorders, scope: 'inDistrict' };
const planReading: AccessRule = { roles: RIGHTS.readPlans, scope: 'inDistrict' };
const planDeciding: AccessRule = { roles: RIGHTS.decidePlans, scope: 'inDistrict' };
/** A planner's answer, an approver's question. */
const planWords: AccessRule = { roles: RIGHTS.speakOfPlans, scope: 'inDistrict' };
const administration: AccessRule = { roles: RIGHTS.administer, scope: 'district' };
const administrationInPerson: AccessRule = { roles: RIGHTS.administer, scope: 'district', by: 'session' };
const gisProgram: AccessRule = { roles: 'any', scope: 'inDistrict', basic: true, whileAway: true };
const oversight: AccessRule = { roles: RIGHTS.oversee, scope: 'district' };
const open: AccessRule = { open: true };

/**
 * The one table of who may do what. The key is the method and the route's pattern as registered; a route without an entry
 * cannot be registered. HEAD follows GET.
 */
export const ACCESS: Readonly<Record<string, AccessRule>> = {
  'GET /healthz': open,
  'GET /readyz': open,
  'GET /metrics': open,
  'GET /api/openapi.json': open,
  'GET /api/docs': open,
  'GET /api/docs/': open,
  'GET /api/docs/json': open,
  'GET /api/docs/yaml': open,
  'GET /api/docs/static/*': open,
  'GET /api/docs/static/index.html': open,
  'GET /api/docs/static/swagger-initializer.js': open,

  'POST /api/v1/session': open,
  'GET /api/v1/session': ownView,
  'DELETE /api/v1/session': inPerson,
  'PUT /api/v1/session/password': inPerson,
  'POST /api/v1/tokens': inPerson,
  'GET /api/v1/tokens': signedIn,
  'DELETE /api/v1/tokens/:id': signedIn,
  'GET /api/v1/accounts': oversight,
  'POST /api/v1/accounts': administrationInPerson,
  'PATCH /api/v1/accounts/:id': administrationInPerson,
  'POST /api/v1/accounts/:id/unlock': administrationInPerson,
  'GET /api/v1/accounts/tokens': administration,
  'DELETE /api/v1/accounts/tokens/:id': administrationInPerson,
  'GET /api/v1/audit': oversight,
  'GET /api/v1/audit/export': oversight,
  'GET /api/v1/audit/verification': oversight,

  'GET /api/v1/jobs': member,
  'GET /api/v1/jobs/:id': member,
  'DELETE /api/v1/jobs/:id': member,
  'GET /api/v1/jobs/:id/file': member,
  'GET /api/v1/events': member,

  'GET /api/v1/settings': ownView,
  'GET /api/v1/basemap': districtMember,
  'GET /api/v1/coverage': districtMember,
  'GET /api/v1/coverage/areas': districtMember,
  'GET /api/v1/coverage/export': districtMember,
  'POST /api/v1/coverage/validate': signedIn,
  'POST /api/v1/coverage/check-file': signedIn,
  'POST /api/v1/coverage/imports': boundaryWork,
  'GET /api/v1/coverage/imports': boundaryReading,
  'GET /api/v1/coverage/imports/:id': boundaryReading,
  'GET /api/v1/coverage/imports/:id/events': boundaryReading,
  'GET /api/v1/coverage/imports/:id/faults': boundaryReading,
  'POST /api/v1/coverage/imports/:id/publish': approval,
  'DELETE /api/v1/coverage/imports/:id': boundaryWork,
  'GET /api/v1/generations': districtMember,
  'GET /api/v1/generations/:n': districtMember,
  'GET /api/v1/generations/:n/certificate': districtMember,
  'GET /api/v1/generations/:n/outline': districtMember,
  'GET /api/v1/generations/diff': districtMember,

  'GET /api/v1/places': placeReading,
  'POST /api/v1/places': boundaryWork,

  'GET /api/v1/coverage/grids/:code/lineage': districtMember,

  'POST /api/v1/plans': planning,
  'GET /api/v1/plans': planReading,
  'GET /api/v1/plans/:id': planReading,
  'PATCH /api/v1/plans/:id': planning,
  'GET /api/v1/plans/:id/areas': planReading,
  'GET /api/v1/plans/:id/frame': planReading,
  'POST /api/v1/plans/:id/edits': planning,
  'GET /api/v1/plans/:id/edits': planReading,
  'GET /api/v1/plans/:id/changes': planReading,
  'POST /api/v1/plans/:id/undo': planning,
  'POST /api/v1/plans/:id/redo': planning,
  'GET /api/v1/plans/:id/faults': planReading,
  'GET /api/v1/plans/:id/impact': planReading,
  'GET /api/v1/plans/:id/export': planReading,
  'POST /api/v1/plans/:id/import': planning,
  'POST /api/v1/plans/:id/draft': planning,
  'GET /api/v1/plans/:id/draft/:job': planning,
  'DELETE /api/v1/plans/:id/draft/:job': planning,
  'POST /api/v1/plans/:id/rebase': planning,
  'POST /api/v1/plans/:id/submit': planning,
  'POST /api/v1/plans/:id/withdraw': planning,
  'POST /api/v1/plans/:id/return': planDeciding,
  'POST /api/v1/plans/:id/approve': planDeciding,
  'POST /api/v1/plans/:id/publish': planDeciding,
  'POST /api/v1/plans/:id/unschedule': planDeciding,
  'POST /api/v1/plans/:id/answer': planWords,
  'GET /api/v1/plans/:id/thread': planReading,
  'GET /api/v1/plans/:id/comments': planReading,
  'POST /api/v1/plans/:id/comments': planReading,
  'POST /api/v1/plans/:id/comments/:comment/resolve': planReading,

  'GET /api/v1/lookup': lookup,
  'POST /api/v1/lookup/batch': lookup,

  'GET /ogc': gisProgram,
  'GET /ogc/': gisProgram,
  'GET /ogc/api': gisProgram,
  'GET /ogc/api.html': gisProgram,
  'GET /ogc/conformance': gisProgram,
  'GET /ogc/collections': gisProgram,
  'GET /ogc/collections/:id': gisProgram,
  'GET /ogc/collections/:id/items': gisProgram,
  'GET /ogc/collections/:id/items/:fid': gisProgram,
};

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

/** The rule of a route. Throws when the table has none, so that such a route cannot be registered. */
export function ruleOf(method: string, pattern: string): AccessRule {
  const key = accessKey(method, pattern);
  const rule = ACCESS[key];
  if (rule === undefined)
    throw new Error(`The route “${key}” has no entry in the access table (server/http/access.ts).`);
  return rule;
}

/** The key of a route in the table. */
export const accessKey = (method: string, pattern: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${pattern}`;
