import { orient2d } from 'robust-predicates';

const EXACT_BELOW = 2 ** 53;
const ROUNDING = 2 ** -51;

/**
 * On which side of the line a→b the point c lies: positive left, negative right, 0 on the line. Exact for all lattice integers:
 * a district's products stay below 2⁵³; beyond that an adaptive predicate decides (Shewchuk 1997, through `robust-predicates`).
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const turn = left - right;
  const size = Math.abs(left) + Math.abs(right);
  if (size < EXACT_BELOW || Math.abs(turn) > size * ROUNDING) return turn;
  return -orient2d(ax, ay, bx, by, cx, cy);
}

/** Lexicographic order of two points, x before y: negative when a comes first. */
export const comparePoints = (ax: number, ay: number, bx: number, by: number): number => ax - bx || ay - by;
