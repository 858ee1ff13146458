import Flatbush from 'flatbush';
import FlatQueue from 'flatqueue';
import { metresBetween, nearestOnEdge, type Scale, scaleAt } from '../geometry/scale.ts';

/** A street or a river as lattice integers `[x0, y0, x1, y1, …]`. */
export type Course = readonly number[];

/** A place on the network: the segment it lies on, how far along it, and where that is. */
export interface NetworkSpot {
  segment: number;
  x: number;
  y: number;
  metres: number;
}

/**
 * The street network as a graph of corners, for borders that follow streets: courses meet where they have a corner in common. Built
 * once from the base map; a path is the shortest one along the courses (Dijkstra 1959), or null where they are not connected.
 */
export class StreetNetwork {
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #linked: number[][] = [];
  readonly #index: Flatbush | null;
  readonly #scale: Scale;

  constructor(courses: readonly Course[]) {
    const numbers = new Map<string, number>();
    for (const course of courses) {
      for (let i = 0; i + 3 < course.length; i += 2) {
        const a = this.#corner(numbers, course[i] as number, course[i + 1] as number);
        const b = this.#corner(numbers, course[i + 2] as number, course[i + 3] as number);
        if (a !== b) this.#link(a, b);
      }
    }
    this.#scale = scaleAt(this.#y[0] ?? 0);
    this.#index = this.#from.length > 0 ? new Flatbush(this.#from.length, 16, Float64Array) : null;
    for (let s = 0; s < this.#from.length; s++) {
      const [ax, ay, bx, by] = this.#ends(s);
      this.#index?.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    this.#index?.finish();
  }

  /** The spot of the network nearest to a lattice point, no farther than `metres`. */
  nearest(x: number, y: number, metres: number): NetworkSpot | null {
    const [reachX, reachY] = [metres / this.#scale.east, metres / this.#scale.north];
    let best: NetworkSpot | null = null;
    for (const segment of this.#index?.search(x - reachX, y - reachY, x + reachX, y + reachY) ?? []) {
      const [ax, ay, bx, by] = this.#ends(segment);
      const near = nearestOnEdge(this.#scale, ax, ay, bx, by, x, y);
      if (near.metres > (best?.metres ?? metres)) continue;
      const at = [Math.round(ax + near.along * (bx - ax)), Math.round(ay + near.along * (by - ay))] as const;
      best = { segment, x: at[0], y: at[1], metres: near.metres };
    }
    return best;
  }

  /** The shortest way between two spots along the network, `[x0, y0, …]`, both included; null where there is none. */
  path(start: NetworkSpot, end: NetworkSpot): number[] | null {
    if (start.segment === end.segment) return compact([start.x, start.y, end.x, end.y]);
    const goals = new Map(
      [this.#from[end.segment] as number, this.#to[end.segment] as number].map((node) => [
        node,
        this.#metres(this.#x[node] as number, this.#y[node] as number, end.x, end.y),
      ]),
    );
    const came = this.#search(start, goals);
    if (!came) return null;
    const points: number[] = [end.x, end.y];
    for (let node: number | undefined = came.last; node !== undefined; node = came.before.get(node))
      points.unshift(this.#x[node] as number, this.#y[node] as number);
    points.unshift(start.x, start.y);
    return compact(points);
  }

  #search(
    start: NetworkSpot,
    goals: ReadonlyMap<number, number>,
  ): { last: number; before: Map<number, number> } | null {
    const least = new Map<number, number>();
    const before = new Map<number, number>();
    const done = new Set<number>();
    const queue = new FlatQueue();
    for (const node of [this.#from[start.segment] as number, this.#to[start.segment] as number]) {
      const metres = this.#metres(start.x, start.y, this.#x[node] as number, this.#y[node] as number);
      least.set(node, metres);
      queue.push(node, metres);
    }
    let best: { last: number; metres: number } | null = null;
    for (let metres = queue.peekValue(); metres !== undefined; metres = queue.peekValue()) {
      const node = queue.pop() as number;
      if (best && metres >= best.metres) break;
      if (done.has(node)) continue;
      done.add(node);
      const rest = goals.get(node);
      if (rest !== undefined && (!best || metres + rest < best.metres)) best = { last: node, metres: metres + rest };
      for (const other of this.#linked[node] as number[]) {
        const way = metres + this.#between(node, other);
        if (way >= (least.get(other) ?? Infinity)) continue;
        least.set(other, way);
        before.set(other, node);
        queue.push(other, way);
      }
    }
    return best && { last: best.last, before };
  }

  #corner(numbers: Map<string, number>, x: number, y: number): number {
    const key = `${x},${y}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.#x.length;
      numbers.set(key, number);
      this.#x.push(x);
      this.#y.push(y);
      this.#linked.push([]);
    }
    return number;
  }

  #link(a: number, b: number): void {
    this.#from.push(a);
    this.#to.push(b);
    this.#linked[a]?.push(b);
    this.#linked[b]?.push(a);
  }

  #ends(segment: number): [number, number, number, number] {
    const [a, b] = [this.#from[segment] as number, this.#to[segment] as number];
    return [this.#x[a] as number, this.#y[a] as number, this.#x[b] as number, this.#y[b] as number];
  }

  #between(a: number, b: number): number {
    return this.#metres(this.#x[a] as number, this.#y[a] as number, this.#x[b] as number, this.#y[b] as number);
  }

  #metres(ax: number, ay: number, bx: number, by: number): number {
    return metresBetween(this.#scale, ax, ay, bx, by);
  }
}

function compact(points: readonly number[]): number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    if (kept.length > 0 && kept.at(-2) === points[i] && kept.at(-1) === points[i + 1]) continue;
    kept.push(points[i] as number, points[i + 1] as number);
  }
  return kept;
}
