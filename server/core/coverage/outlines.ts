import { doubledRingArea } from '../geometry/area.ts';
import { type Area, boundingBox, type Polygon, type Ring, vertexCount } from '../geometry/lattice.ts';
import { orientation } from '../geometry/orientation.ts';
import { Chain } from './chain.ts';

/**
 * The outline of areas that do not overlap: what is left of their boundaries when shared edges have cancelled. This is how a
 * unit's and the district's outlines come about; they are never stored as a truth of their own.
 */
export function outlineOf(areas: readonly Area[]): Area {
  const chain = new Chain(areas.reduce((sum, area) => sum + vertexCount(area), 0));
  areas.forEach((area, owner) => chain.addBoundary(area, owner));
  return areaOfChain(chain);
}

/**
 * The area that a chain of uncancelled edges bounds, with its inside on the left of every edge. Rings that touch in a point come
 * out as separate rings, so the result is valid wherever the chain winds 0 or 1 times. Throws a `RangeError` when an edge is left
 * more than once.
 */
export function areaOfChain(chain: Chain): Area {
  const rings = simpleRings(new DirectedEdges(chain));
  return nest(rings);
}

/** The uncancelled edges in their true direction, grouped by the point they start from. */
class DirectedEdges {
  readonly fromX: number[] = [];
  readonly fromY: number[] = [];
  readonly toX: number[] = [];
  readonly toY: number[] = [];
  readonly #starting = new Map<string, number[]>();

  constructor(chain: Chain) {
    for (const e of chain.residual()) {
      const net = chain.net[e] as number;
      if (net !== 1 && net !== -1) throw new RangeError('an edge is left more than once: the areas overlap');
      const a = [chain.ax[e] as number, chain.ay[e] as number] as const;
      const b = [chain.bx[e] as number, chain.by[e] as number] as const;
      if (net === 1) this.#push(...a, ...b);
      else this.#push(...b, ...a);
    }
  }

  #push(fromX: number, fromY: number, toX: number, toY: number): void {
    const number = this.fromX.length;
    this.fromX.push(fromX);
    this.fromY.push(fromY);
    this.toX.push(toX);
    this.toY.push(toY);
    const key = `${fromX},${fromY}`;
    const others = this.#starting.get(key);
    if (others) others.push(number);
    else this.#starting.set(key, [number]);
  }

  /** The edge that goes on from `e` along the same face: the sharpest turn to the left. */
  after(e: number): number {
    const starting = this.#starting.get(`${this.toX[e]},${this.toY[e]}`) as number[];
    let best = starting[0] as number;
    for (const candidate of starting)
      if (candidate !== best && this.#isFurtherLeft(e, candidate, best)) best = candidate;
    return best;
  }

  /** Seen when arriving along `e`: does `g` turn further left than `h`? */
  #isFurtherLeft(e: number, g: number, h: number): boolean {
    const [x, y] = [this.toX[e] as number, this.toY[e] as number];
    const backX = this.fromX[e] as number;
    const backY = this.fromY[e] as number;
    const side = (i: number) => orientation(x, y, backX, backY, this.toX[i] as number, this.toY[i] as number);
    // Going clockwise from the way back: first what lies right of it, then what lies left of it.
    const half = (i: number) => (side(i) < 0 ? 0 : 1);
    if (half(g) !== half(h)) return half(g) < half(h);
    return (
      orientation(x, y, this.toX[h] as number, this.toY[h] as number, this.toX[g] as number, this.toY[g] as number) > 0
    );
  }
}

function simpleRings(edges: DirectedEdges): { ring: Ring; face: number }[] {
  const used = new Uint8Array(edges.fromX.length);
  const rings: { ring: Ring; face: number }[] = [];
  for (let start = 0; start < used.length; start++) {
    if (used[start]) continue;
    const path: number[] = [];
    for (let e = start; !used[e]; e = edges.after(e)) {
      used[e] = 1;
      path.push(edges.fromX[e] as number, edges.fromY[e] as number);
    }
    for (const ring of splitAtRepeats(path)) rings.push({ ring, face: start });
  }
  return rings;
}

/** Cuts a closed walk into rings that pass each point once. */
function splitAtRepeats(path: readonly number[]): Ring[] {
  const rings: Ring[] = [];
  const stack: number[] = [];
  const placeOf = new Map<string, number>();
  for (let i = 0; i < path.length; i += 2) {
    const key = `${path[i]},${path[i + 1]}`;
    const seen = placeOf.get(key);
    if (seen !== undefined) {
      const loop = stack.splice(seen);
      for (let j = 0; j < loop.length; j += 2) placeOf.delete(`${loop[j]},${loop[j + 1]}`);
      rings.push(Int32Array.from(loop));
    }
    placeOf.set(key, stack.length);
    stack.push(path[i] as number, path[i + 1] as number);
  }
  rings.push(Int32Array.from(stack));
  return rings;
}

function nest(rings: { ring: Ring; face: number }[]): Area {
  const sized = rings.map((entry) => ({
    ...entry,
    size: doubledRingArea(entry.ring),
    box: boundingBox([[entry.ring]]),
  }));
  const shells = sized.filter((entry) => entry.size > 0n).map((entry) => ({ ...entry, holes: [] as Ring[] }));
  for (const hole of sized.filter((entry) => entry.size < 0n)) {
    const x = hole.ring[0] as number;
    const y = hole.ring[1] as number;
    const hosts = shells.filter(
      (shell) =>
        shell.face === hole.face ||
        (x >= shell.box[0] &&
          x <= shell.box[2] &&
          y >= shell.box[1] &&
          y <= shell.box[3] &&
          surrounds(shell.ring, x, y)),
    );
    const host = hosts.find((shell) => shell.face === hole.face) ?? hosts.reduce((a, b) => (a.size <= b.size ? a : b));
    host.holes.push(hole.ring);
  }
  return shells.map((shell): Polygon => [shell.ring, ...shell.holes]);
}

function surrounds(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j] as number, ring[j + 1] as number, ring[i] as number, ring[i + 1] as number];
    if (ay > y === by > y) continue;
    const side = orientation(ax, ay, bx, by, x, y);
    if (by > ay ? side > 0 : side < 0) inside = !inside;
  }
  return inside;
}
