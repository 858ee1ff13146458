import type { ScopedRole } from './schemas.ts';

/** Whose work reaches over the whole district: they call whoever answers for any grid of it. */
const EVERYWHERE: readonly string[] = ['admin', 'dispatcher', 'clerk'];
const WITHIN_SCOPE: readonly string[] = ['planner', 'approver', 'unitHead', 'warden'];
const GRID_DIGITS = 6;

/** Whether somebody with these roles may see the telephone numbers of those who answer for a grid (safety.md, "Who may what"). */
export const maySeePhones = (roles: readonly ScopedRole[], grid: string): boolean =>
  roles.some(({ role, scope }) => {
    if (EVERYWHERE.includes(role)) return grid.startsWith(scope.slice(0, 2));
    if (WITHIN_SCOPE.includes(role)) return grid.startsWith(scope);
    return role === 'member' && scope.length === GRID_DIGITS && scope === grid;
  });
