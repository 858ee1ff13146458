import { doubledRingArea } from '../geometry/area.ts';
import { type Area, boundingBox, type Edge, type Polygon, type Ring, vertexCount } from '../geometry/lattice.ts';
import { orientation } from '../geometry/orientation.ts';
import { Chain } from './proof/chain.ts';

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
  return facesOf(uncancelledOnce(chain));
}

/**
 * The faces that directed edges surround, each edge with its face on the left, as polygons: a line across an area, given in both
 * directions besides the area's boundary, parts it into several. Every point must have as many edges arriving as leaving.
 */
export function facesOf(edges: Iterable<Edge>): Area {
  const directed = new DirectedEdges(edges);
  return nest(simpleRings(directed), () => directed.components());
}

function* uncancelledOnce(chain: Chain): Generator<Edge> {
  for (const e of chain.residual())
    if (Math.abs(chain.net[e] as number) > 1) throw new RangeError('an edge is left more than once: the areas overlap');
  yield* uncancelled(chain);
}

/** The edges of areas that no edge of another cancels, each once however often it is left: their outline, where they do not overlap. */
export function boundaryEdges(areas: readonly Area[]): Edge[] {
  const chain = new Chain(areas.reduce((sum, area) => sum + vertexCount(area), 0));
  areas.forEach((area, owner) => chain.addBoundary(area, owner));
  return [...uncancelled(chain)];
}

/** The directed edges of a chain that have not cancelled, each once however often it is left. */
export function* uncancelled(chain: Chain): Generator<Edge> {
  for (const e of chain.residual()) {
    const net = chain.net[e] as number;
    const [ax, ay, bx, by] = [chain.ax[e], chain.ay[e], chain.bx[e], chain.by[e]] as [number, number, number, number];
    yield net > 0 ? [ax, ay, bx, by] : [bx, by, ax, ay];
  }
}

/** Edges grouped by the point they start from. */
class DirectedEdges {
  readonly fromX: number[] = [];
  readonly fromY: number[] = [];
  readonly toX: number[] = [];
  readonly toY: number[] = [];
  readonly #starting = new Map<string, number[]>();

  constructor(edges: Iterable<Edge>) {
    for (const edge of edges) this.#push(...edge);
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
    let best = -1;
    for (const candidate of starting) {
      if (starting.length > 1 && this.#isWayBack(e, candidate)) continue;
      if (best === -1 || this.#isFurtherLeft(e, candidate, best)) best = candidate;
    }
    return best;
  }

  /** A number for each starting point, the same for all that are connected. */
  components(): Map<string, string> {
    const root = new Map<string, string>();
    const find = (key: string): string => {
      let at = key;
      for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up;
      root.set(key, at);
      return at;
    };
    for (let e = 0; e < this.fromX.length; e++)
      root.set(find(`${this.fromX[e]},${this.fromY[e]}`), find(`${this.toX[e]},${this.toY[e]}`));
    for (const key of root.keys()) find(key);
    return root;
  }

  #isWayBack(e: number, g: number): boolean {
    return this.toX[g] === this.fromX[e] && this.toY[g] === this.fromY[e];
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

/** Gives holes to the shells around them. A part's own hull is a hole of what surrounds the part, never of one of its faces. */
function nest(rings: { ring: Ring; face: number }[], connected: () => ReadonlyMap<string, string>): Area {
  let components: ReadonlyMap<string, string> | null = null;
  const componentOf = (ring: Ring): string | undefined => {
    components ??= connected();
    return components.get(`${ring[0]},${ring[1]}`);
  };
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
          componentOf(shell.ring) !== componentOf(hole.ring) &&
          surrounds(shell.ring, x, y)),
    );
    const host = hosts.find((shell) => shell.face === hole.face) ?? smallest(hosts);
    host?.holes.push(hole.ring);
  }
  return shells.map((shell): Polygon => [shell.ring, ...shell.holes]);
}

const smallest = <T extends { size: bigint }>(shells: readonly T[]): T | undefined =>
  shells.reduce<T | undefined>(
    (least, shell) => (least === undefined || shell.size < least.size ? shell : least),
    undefined,
  );

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
