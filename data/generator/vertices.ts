import type { Point } from '../../server/core/geometry/lattice.ts';

/** Every lattice point of the network once, under a number. */
export class VertexTable {
  readonly x: number[] = [];
  readonly y: number[] = [];
  private readonly numbers = new Map<string, number>();

  /** The number of a point, a new one when the point is new. */
  number([x, y]: Point): number {
    const key = `${x},${y}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const fresh = this.x.length;
    this.numbers.set(key, fresh);
    this.x.push(x);
    this.y.push(y);
    return fresh;
  }

  point(vertex: number): Point {
    return [this.x[vertex] as number, this.y[vertex] as number];
  }

  /** Positive when `c` lies left of the line from `a` to `b`; exact while a district spans less than 2²⁶ units. */
  orientation(a: number, b: number, c: number): number {
    const ax = this.x[a] as number;
    const ay = this.y[a] as number;
    return (
      ((this.x[b] as number) - ax) * ((this.y[c] as number) - ay) -
      ((this.y[b] as number) - ay) * ((this.x[c] as number) - ax)
    );
  }

  squaredDistance(a: number, b: number): number {
    const dx = (this.x[a] as number) - (this.x[b] as number);
    const dy = (this.y[a] as number) - (this.y[b] as number);
    return dx * dx + dy * dy;
  }

  /** Whether `c`, known to be in line with `a` and `b`, lies strictly between them. */
  isBetween(c: number, a: number, b: number): boolean {
    if (c === a || c === b) return false;
    const within = (values: number[]): boolean => {
      const [low, high, value] = [values[a] as number, values[b] as number, values[c] as number];
      return Math.min(low, high) <= value && value <= Math.max(low, high);
    };
    return within(this.x) && within(this.y);
  }

  /** Compares two directions from `origin` by their angle, counter-clockwise from east; exact. */
  compareAngles(origin: number, a: number, b: number): number {
    const half = (v: number): number => {
      const dy = (this.y[v] as number) - (this.y[origin] as number);
      return dy > 0 || (dy === 0 && (this.x[v] as number) > (this.x[origin] as number)) ? 0 : 1;
    };
    return half(a) - half(b) || -this.orientation(origin, a, b);
  }
}
