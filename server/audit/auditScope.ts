import type { Principal } from '../core/people/caller.ts';

/** The area an entry about this person belongs to in the audit log. */
export const auditScopeOf = (principal: Principal): string | null => principal.roles[0]?.scope ?? null;
