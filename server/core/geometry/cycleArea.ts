import { signedAreaOfDegrees } from './area.ts';
import { type Arrangement, originOf } from './arrangement.ts';
import { type ExactPoint, fractionOf } from './exactPoint.ts';
import { UNITS_PER_DEGREE } from './lattice.ts';

/** The nodes of a cycle of an arrangement, in order. */
export function nodesOfCycle(arrangement: Arrangement, cycle: number): ExactPoint[] {
  const nodes: ExactPoint[] = [];
  const first = arrangement.firstOfCycle[cycle] as number;
  let half = first;
  do {
    nodes.push(arrangement.nodes[originOf(arrangement, half)] as ExactPoint);
    half = arrangement.next[half] as number;
  } while (half !== first);
  return nodes;
}

/**
 * Twice the signed area of a cycle in square lattice units: exact between lattice points, else rounded to a whole one. Positive around a
 * face, negative around a part from outside, so that a face's area is the sum over its cycles.
 */
export function doubledAreaOfCycle(arrangement: Arrangement, cycle: number): bigint {
  const nodes = nodesOfCycle(arrangement, cycle);
  const [ox, oy] = [Math.round((nodes[0] as ExactPoint).x), Math.round((nodes[0] as ExactPoint).y)];
  const offsets = nodes.map((node) => offsetOf(node, ox, oy));
  let whole = 0n;
  let rest = 0;
  offsets.forEach(([ax, ay], i) => {
    const [bx, by] = offsets[(i + 1) % offsets.length] as [number, number];
    const [left, right] = [ax * by, ay * bx];
    if (Number.isInteger(ax) && Number.isInteger(ay) && Number.isInteger(bx) && Number.isInteger(by)) {
      const isSafe = Math.abs(left) + Math.abs(right) <= Number.MAX_SAFE_INTEGER;
      whole += isSafe ? BigInt(left - right) : BigInt(ax) * BigInt(by) - BigInt(ay) * BigInt(bx);
    } else {
      const turn = left - right;
      whole += BigInt(Math.trunc(turn));
      rest += turn - Math.trunc(turn);
    }
  });
  return whole + BigInt(Math.round(rest));
}

function offsetOf(node: ExactPoint, ox: number, oy: number): [number, number] {
  if (!node.fraction) return [node.x - ox, node.y - oy];
  const { x, y, over } = fractionOf(node);
  const offset = (value: bigint, origin: number): number => {
    const apart = value - BigInt(origin) * over;
    const whole = apart / over;
    return Number(whole) + Number(apart - whole * over) / Number(over);
  };
  return [offset(x, ox), offset(y, oy)];
}

/** The signed area of a cycle in square metres on the ellipsoid. */
export const squareMetresOfCycle = (arrangement: Arrangement, cycle: number): number =>
  signedAreaOfDegrees(nodesOfCycle(arrangement, cycle).map(({ x, y }) => [x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE]));

/** The length of a cycle in lattice units. */
export function lengthOfCycle(arrangement: Arrangement, cycle: number): number {
  const nodes = nodesOfCycle(arrangement, cycle);
  return nodes.reduce((sum, { x, y }, i) => {
    const next = nodes[(i + 1) % nodes.length] as ExactPoint;
    return sum + Math.hypot(next.x - x, next.y - y);
  }, 0);
}
