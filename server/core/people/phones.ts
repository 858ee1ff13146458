import { covers, holds, scopesOf } from './rights.ts';
import type { ScopedRole } from './schemas.ts';

const DISTRICT_DIGITS = 2;
const GRID_DIGITS = 6;

/** Whether somebody with these roles may see the telephone numbers of those who answer for a grid (safety.md, "Who may what"). */
export const maySeePhones = (roles: readonly ScopedRole[], grid: string): boolean =>
  // Whose work reaches over the whole district calls anybody in it, whatever part of it the role is for.
  scopesOf(roles, 'callAnybody').some((scope) => covers(scope.slice(0, DISTRICT_DIGITS), grid)) ||
  holds(roles, 'callWithin', grid) ||
  roles.some(({ role, scope }) => role === 'member' && scope.length === GRID_DIGITS && scope === grid);
