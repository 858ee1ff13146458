/**
 * A point that is exact: a lattice point, or a crossing of two lattice edges kept as a fraction (numerators over one positive
 * denominator, in lowest terms). `x` and `y` are the nearest doubles, for everything that need not be exact.
 */
export interface ExactPoint {
  x: number;
  y: number;
  fraction: { x: bigint; y: bigint; over: bigint } | null;
}

export const latticePoint = (x: number, y: number): ExactPoint => ({ x, y, fraction: null });

/** A text that is the same for the same point only. */
export const keyOf = (point: ExactPoint): string =>
  point.fraction ? `${point.fraction.x}/${point.fraction.y}/${point.fraction.over}` : `${point.x},${point.y}`;

interface Line {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** The point in which two edges cross that are known to cross inside both. */
export function crossingPoint(s: Line, t: Line): ExactPoint {
  const dx = BigInt(s.bx - s.ax);
  const dy = BigInt(s.by - s.ay);
  const ex = BigInt(t.bx - t.ax);
  const ey = BigInt(t.by - t.ay);
  let along = BigInt(t.ax - s.ax) * ey - BigInt(t.ay - s.ay) * ex;
  let over = dx * ey - dy * ex;
  if (over < 0n) {
    over = -over;
    along = -along;
  }
  return reduced(BigInt(s.ax) * over + dx * along, BigInt(s.ay) * over + dy * along, over);
}

/** The point half way between two points. */
export function midpoint(a: ExactPoint, b: ExactPoint): ExactPoint {
  const p = fractionOf(a);
  const q = fractionOf(b);
  return reduced(p.x * q.over + q.x * p.over, p.y * q.over + q.y * p.over, 2n * p.over * q.over);
}

/** Numerators and denominator of any point. */
export const fractionOf = (point: ExactPoint): { x: bigint; y: bigint; over: bigint } =>
  point.fraction ?? { x: BigInt(point.x), y: BigInt(point.y), over: 1n };

function reduced(x: bigint, y: bigint, over: bigint): ExactPoint {
  const divisor = greatestCommonDivisor(
    greatestCommonDivisor(x < 0n ? -x : x, over),
    greatestCommonDivisor(y < 0n ? -y : y, over),
  );
  const fraction = { x: x / divisor, y: y / divisor, over: over / divisor };
  if (fraction.over === 1n) return latticePoint(Number(fraction.x), Number(fraction.y));
  return { x: quotient(fraction.x, fraction.over), y: quotient(fraction.y, fraction.over), fraction };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let p = a;
  let q = b;
  while (q !== 0n) [p, q] = [q, p % q];
  return p;
}

/** Whole part and rest are converted apart, so that no digit is lost to large numerators. */
function quotient(numerator: bigint, denominator: bigint): number {
  const whole = numerator / denominator;
  return Number(whole) + Number(numerator - whole * denominator) / Number(denominator);
}

const CERTAIN = 1e-3;

/** Lexicographic order of two exact points. */
export function order(a: ExactPoint, b: ExactPoint): number {
  const byX = a.x - b.x;
  if (byX > CERTAIN || byX < -CERTAIN) return byX;
  if (!a.fraction && !b.fraction) return byX || a.y - b.y;
  const p = fractionOf(a);
  const q = fractionOf(b);
  const exactX = p.x * q.over - q.x * p.over;
  if (exactX !== 0n) return exactX < 0n ? -1 : 1;
  const exactY = p.y * q.over - q.y * p.over;
  return exactY === 0n ? 0 : exactY < 0n ? -1 : 1;
}
