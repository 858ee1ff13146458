import { Fault } from '../../core/fault.ts';
import type { AccountChange } from '../../core/people/accounts.ts';
import type { Principal } from '../../core/people/caller.ts';
import { holds, scopesOf } from '../../core/people/rights.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';

/** An account without roles belongs to no area, so any administrator may take it up. */
export function administers(admin: Principal, roles: readonly ScopedRole[]): boolean {
  return roles.every(({ scope }) => holds(admin.roles, 'administer', scope));
}

/** Refuses to give roles outside the area that the administrator administers. */
export function refuseForeignRoles(admin: Principal, roles: readonly ScopedRole[]): void {
  const errors = roles.flatMap(({ scope }, index) =>
    holds(admin.roles, 'administer', scope)
      ? []
      : [{ path: `/roles/${index}/scope`, message: 'lies outside the area you administer' }],
  );
  if (errors.length > 0)
    throw new Fault('invalid-input', 'You can give roles only within the area you administer.', errors);
}

/** Nobody locks themselves out of the administration by mistake; another administrator can do it. */
export function refuseOwnDownfall(admin: Principal, id: string, change: AccountChange): void {
  if (id !== admin.accountId) return;
  if (change.password !== undefined)
    throw new Fault(
      'conflict',
      'Change your own password at /api/v1/session/password, where the present one is asked.',
    );
  const keepsAdmin =
    change.roles === undefined || scopesOf(change.roles, 'administer').some((scope) => scope.length === 2);
  if (change.active === false || !keepsAdmin) {
    throw new Fault('conflict', 'You cannot take the administration away from yourself; ask another administrator.');
  }
}
