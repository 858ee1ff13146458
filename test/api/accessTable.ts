/**
 * Who may call what, written by hand from safety.md ("Who may what") and api.md, and not from the code's own table. Each line: the
 * roles (`all`: every one of them; `nobody`: open to everybody), then where the role must hold (`anywhere`: it is about oneself;
 * `inside`: somewhere in the district, be it one grid; `whole`: for the whole district), then how (`inPerson`: a token may not).
 */
export const ACCESS_BY_HAND: Readonly<Record<string, string>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'open',
  'GET /api/openapi.json': 'open',
  'GET /api/docs': 'open',
  'GET /api/docs/': 'open',
  'GET /api/docs/json': 'open',
  'GET /api/docs/yaml': 'open',
  'GET /api/docs/static/*': 'open',
  'GET /api/docs/static/index.html': 'open',
  'GET /api/docs/static/swagger-initializer.js': 'open',

  // Signing in is open; what is one's own is one's own, whatever the role.
  'POST /api/v1/session': 'open',
  'GET /api/v1/session': 'all anywhere',
  'DELETE /api/v1/session': 'all anywhere inPerson',
  'PUT /api/v1/session/password': 'all anywhere inPerson',
  'POST /api/v1/tokens': 'all anywhere inPerson',
  'GET /api/v1/tokens': 'all anywhere',
  'DELETE /api/v1/tokens/:id': 'all anywhere',
  'GET /api/v1/settings': 'all anywhere',
  'GET /api/v1/jobs': 'all inside',
  'GET /api/v1/jobs/:id': 'all inside',
  'DELETE /api/v1/jobs/:id': 'all inside',
  'GET /api/v1/jobs/:id/file': 'all inside',
  'GET /api/v1/events': 'all inside',

  // "accounts, settings, …: admin; auditor read" · "tokens: admin all others' list and revoke" · "audit log: admin, auditor".
  'GET /api/v1/accounts': 'admin,auditor whole',
  'POST /api/v1/accounts': 'admin whole inPerson',
  'PATCH /api/v1/accounts/:id': 'admin whole inPerson',
  'POST /api/v1/accounts/:id/unlock': 'admin whole inPerson',
  'GET /api/v1/accounts/tokens': 'admin whole',
  'DELETE /api/v1/accounts/tokens/:id': 'admin whole inPerson',
  'GET /api/v1/audit': 'admin,auditor whole',
  'GET /api/v1/audit/export': 'admin,auditor whole',
  'GET /api/v1/audit/verification': 'admin,auditor whole',

  // "published map, history, lookup without phones: all, all of the district".
  'GET /api/v1/basemap': 'all inside',
  'GET /api/v1/coverage': 'all inside',
  'GET /api/v1/coverage/areas': 'all inside',
  'GET /api/v1/coverage/export': 'all inside',
  'GET /api/v1/coverage/grids/:code/lineage': 'all inside',
  'GET /api/v1/generations': 'all inside',
  'GET /api/v1/generations/:n': 'all inside',
  'GET /api/v1/generations/:n/certificate': 'all inside',
  'GET /api/v1/generations/:n/outline': 'all inside',
  'GET /api/v1/generations/diff': 'all inside',
  'GET /api/v1/lookup': 'all inside',
  'POST /api/v1/lookup/batch': 'all inside',
  'GET /ogc': 'all inside',
  'GET /ogc/': 'all inside',
  'GET /ogc/api': 'all inside',
  'GET /ogc/api.html': 'all inside',
  'GET /ogc/conformance': 'all inside',
  'GET /ogc/collections': 'all inside',
  'GET /ogc/collections/:id': 'all inside',
  'GET /ogc/collections/:id/items': 'all inside',
  'GET /ogc/collections/:id/items/:fid': 'all inside',

  // "check a file: everybody".
  'POST /api/v1/coverage/validate': 'all anywhere',
  'POST /api/v1/coverage/check-file': 'all anywhere',

  // "boundary import: start · publish: admin both, planner of the district the one, approver the other", who reads it first.
  'POST /api/v1/coverage/imports': 'admin,planner whole',
  'DELETE /api/v1/coverage/imports/:id': 'admin,planner whole',
  'GET /api/v1/coverage/imports': 'admin,planner,approver whole',
  'GET /api/v1/coverage/imports/:id': 'admin,planner,approver whole',
  'GET /api/v1/coverage/imports/:id/events': 'admin,planner,approver whole',
  'GET /api/v1/coverage/imports/:id/faults': 'admin,planner,approver whole',
  'POST /api/v1/coverage/imports/:id/publish': 'admin,approver whole',

  // The stopgap of the ledgers: read by planners and approvers of the area, replaced by those who take boundaries in.
  'GET /api/v1/places': 'admin,planner,approver inside',
  'POST /api/v1/places': 'admin,planner whole',

  // "plans: read · edit · submit": which plans, and which grids of theirs, their area and the role's decide.
  'GET /api/v1/plans': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/areas': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/frame': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/edits': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/changes': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/faults': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/impact': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/export': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/thread': 'admin,planner,approver,unitHead,auditor inside',
  'GET /api/v1/plans/:id/comments': 'admin,planner,approver,unitHead,auditor inside',
  'POST /api/v1/plans/:id/comments': 'admin,planner,approver,unitHead,auditor inside',
  'POST /api/v1/plans/:id/comments/:comment/resolve': 'admin,planner,approver,unitHead,auditor inside',
  'POST /api/v1/plans': 'admin,planner inside',
  'PATCH /api/v1/plans/:id': 'admin,planner inside',
  'POST /api/v1/plans/:id/edits': 'admin,planner inside',
  'POST /api/v1/plans/:id/undo': 'admin,planner inside',
  'POST /api/v1/plans/:id/redo': 'admin,planner inside',
  'POST /api/v1/plans/:id/rebase': 'admin,planner inside',
  'POST /api/v1/plans/:id/import': 'admin,planner inside',
  'POST /api/v1/plans/:id/draft': 'admin,planner inside',
  'GET /api/v1/plans/:id/draft/:job': 'admin,planner inside',
  'DELETE /api/v1/plans/:id/draft/:job': 'admin,planner inside',
  'POST /api/v1/plans/:id/submit': 'admin,planner inside',
  'POST /api/v1/plans/:id/withdraw': 'admin,planner inside',
  'POST /api/v1/plans/:id/answer': 'admin,planner,approver inside',

  // "approve, return, publish: admin, approver".
  'POST /api/v1/plans/:id/return': 'admin,approver inside',
  'POST /api/v1/plans/:id/approve': 'admin,approver inside',
  'POST /api/v1/plans/:id/publish': 'admin,approver inside',
  'POST /api/v1/plans/:id/unschedule': 'admin,approver inside',
};

/** The roles of safety.md. */
export const ROLES_BY_HAND = [
  'admin',
  'planner',
  'approver',
  'dispatcher',
  'clerk',
  'unitHead',
  'warden',
  'member',
  'assessor',
  'auditor',
] as const;

export type ByHand = 'in' | 'kept out' | 'in person only';

/** What the table says of somebody who holds a role for an area and comes signed in or with a token; the district is 05. */
export function byHand(line: string, role: string, scope: string, how: 'session' | 'token'): ByHand {
  const [roles = '', where = '', inPerson] = line.split(' ');
  if (roles === 'open') return 'in';
  const isInside = scope === '05' || scope.slice(0, 2) === '05';
  const holds = where === 'anywhere' || (where === 'whole' ? scope === '05' : isInside);
  if (!holds || (roles !== 'all' && !roles.split(',').includes(role))) return 'kept out';
  return inPerson && how === 'token' ? 'in person only' : 'in';
}
