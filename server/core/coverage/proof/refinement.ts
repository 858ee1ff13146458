import Flatbush from 'flatbush';
import { edgesOf } from '../../geometry/edges.ts';
import type { Area, Box, Edge, Polygon, Ring } from '../../geometry/lattice.ts';
import { orientation } from '../../geometry/orientation.ts';
import { nearestOnEdge, type Scale, scaleAt } from '../../geometry/scale.ts';
import { Chain, NOBODY } from './chain.ts';

/** A point put on the mandated outline may lie this far beside it: more than the lattice's rounding ever needs. */
export const MOST_BEND_METRES = 0.05;

/** The bend in lattice units, generously: a unit of longitude is longest at the equator, and never shorter than this reaches. */
const reachUnits = (scale: Scale): number => Math.ceil(MOST_BEND_METRES / Math.min(scale.east, scale.north)) + 1;

/** An edge of the mandated outline with the points put on it, in order: `[ax, ay, …, bx, by]` in lattice units. */
export type RefinedEdge = number[];

/** A point on a mandated edge: how far along it, 0 to 1, and how far off in metres. */
interface InnerPoint {
  x: number;
  y: number;
  along: number;
  metres: number;
}

/** An outline that refines the mandated one, and its edges that got points. */
export interface Refinement {
  outline: Area;
  insertions: RefinedEdge[];
}

/**
 * The outline as the government gave it, and what refines it. A working outline may only put points on its edges: its corners stay
 * in their own cyclic order, and between two of them, a and b, lie only inserted points, each within 5 cm of the segment ab, in the
 * order of their projections on it (coverage.md, "The mandated outline stays"). Edges are compared in their order, never sets of
 * corners: exchanged corners, or a bay filled between corners that stay, refine nothing.
 */
export class MandatedOutline {
  readonly area: Area;
  /** Its edges in their order, the district on their left. Numbers of edges count from 0 in it. */
  readonly edges: readonly Edge[];
  readonly #numbers: Chain;
  #corners: Set<string> | undefined;
  #index: Flatbush | undefined;

  constructor(area: Area) {
    this.area = area;
    this.edges = area.flatMap((polygon) => polygon.flatMap(edgesInOrder));
    this.#numbers = new Chain(this.edges.length);
    for (const [number, [ax, ay, bx, by]] of this.edges.entries()) this.#numbers.add(ax, ay, bx, by, number);
  }

  /** Is this a corner of the outline as the government gave it? */
  isCorner(x: number, y: number): boolean {
    this.#corners ??= new Set(this.edges.map(([ax, ay]) => `${ax},${ay}`));
    return this.#corners.has(`${x},${y}`);
  }

  /** The number of the mandated edge u → v, −1 where there is none. */
  numberOf(ux: number, uy: number, vx: number, vy: number): number {
    const entry = this.#numbers.find(ux, uy, vx, vy);
    if (entry < 0) return NOBODY;
    const isForward = this.#numbers.ax[entry] === ux && this.#numbers.ay[entry] === uy;
    return (isForward ? this.#numbers.left : this.#numbers.right)[entry] as number;
  }

  /** The number of the mandated edge that an edge u → v lies along, forward, both ends on it or within the bend; −1 where it lies along none. */
  along([ux, uy, vx, vy]: Edge): number {
    const own = this.numberOf(ux, uy, vx, vy);
    if (own >= 0) return own;
    let best = -1;
    let least = Infinity;
    const found = this.#meeting([Math.min(ux, vx), Math.min(uy, vy), Math.max(ux, vx), Math.max(uy, vy)]);
    for (const e of found.sort((a, b) => a - b)) {
      const scale = scaleAt((this.edges[e] as Edge)[1]);
      const [from, to] = [this.#place(e, ux, uy, scale), this.#place(e, vx, vy, scale)];
      if (!from || !to || from.along >= to.along) continue;
      const off = Math.max(from.metres, to.metres);
      if (off < least) [best, least] = [e, off];
    }
    return best;
  }

  /** Does a box meet what may lie along the outline? */
  meets(box: Box): boolean {
    return this.#meeting(box).length > 0;
  }

  /** A box around a mandated edge and what may lie along it. */
  boxOf(number: number): Box {
    const [ax, ay, bx, by] = this.edges[number] as Edge;
    const reach = reachUnits(scaleAt(ay));
    return [Math.min(ax, bx) - reach, Math.min(ay, by) - reach, Math.max(ax, bx) + reach, Math.max(ay, by) + reach];
  }

  /** A mandated edge with the points of those edges put on it that lie along it; others are passed over. */
  refinedEdge(number: number, edges: Iterable<Edge>): RefinedEdge {
    const mandated = this.edges[number] as Edge;
    const scale = scaleAt(mandated[1]);
    const points = new Map<string, InnerPoint>();
    for (const edge of edges) {
      if (this.along(edge) !== number) continue;
      for (const [x, y] of [
        [edge[0], edge[1]],
        [edge[2], edge[3]],
      ] as const) {
        const place = this.#place(number, x, y, scale);
        if (place && place.along > 0 && place.along < 1) points.set(`${x},${y}`, { x, y, ...place });
      }
    }
    return lineThrough(mandated, [...points.values()]);
  }

  /** Does the exchange of `gone` edges for `come` ones leave an outline that refined this one still refining it? Gives an edge that breaks it, or null. */
  breaking(gone: readonly Edge[], come: readonly Edge[]): Edge | null {
    const balance = new Map<string, { count: number; edge: Edge }>();
    const count = (edge: Edge, e: number, by: number): void => {
      for (const [key, sign] of [
        [`${e},${edge[0]},${edge[1]}`, by],
        [`${e},${edge[2]},${edge[3]}`, -by],
      ] as const) {
        const held = balance.get(key);
        if (held) held.count += sign;
        else balance.set(key, { count: sign, edge });
      }
    };
    for (const edge of gone) count(edge, this.along(edge), -1);
    for (const edge of come) {
      const e = this.along(edge);
      if (e < 0) return edge;
      count(edge, e, 1);
    }
    // Edges that all run forward along one mandated edge, and leave and reach the same points as before, are one path as before.
    for (const { count: left, edge } of balance.values()) if (left !== 0) return edge;
    return null;
  }

  /**
   * The outline with the points of those edges put on it that lie along it; other edges are passed over. It refines the mandated one
   * whatever the edges are, so whether they sum to it is the whole question of coverage.
   */
  refinedBy(edges: Iterable<Edge>): Refinement {
    const byMandated = new Map<number, Edge[]>();
    for (const edge of edges) {
      // An edge as the government gave it puts no point anywhere.
      const number = this.numberOf(...edge) < 0 ? this.along(edge) : -1;
      if (number < 0) continue;
      const list = byMandated.get(number);
      if (list) list.push(edge);
      else byMandated.set(number, [edge]);
    }
    const lines = new Map([...byMandated].map(([number, along]) => [number, this.refinedEdge(number, along)]));
    return { outline: this.#withLines(lines), insertions: [...lines.values()].filter((line) => line.length > 4) };
  }

  /** The numbers of the mandated edges whose boxes meet a box. */
  #meeting([minX, minY, maxX, maxY]: Box): number[] {
    if (this.edges.length === 0) return [];
    if (!this.#index) {
      this.#index = new Flatbush(this.edges.length, 16, Float64Array);
      for (const number of this.edges.keys()) this.#index.add(...this.boxOf(number));
      this.#index.finish();
    }
    return this.#index.search(minX, minY, maxX, maxY);
  }

  /** Where a point lies along a mandated edge: an end of it at 0 or 1, else within the bend and strictly between; null elsewhere. */
  #place(number: number, x: number, y: number, scale: Scale): { along: number; metres: number } | null {
    const [ax, ay, bx, by] = this.edges[number] as Edge;
    if (x === ax && y === ay) return { along: 0, metres: 0 };
    if (x === bx && y === by) return { along: 1, metres: 0 };
    const [dx, dy] = [(bx - ax) * scale.east, (by - ay) * scale.north];
    const [px, py] = [(x - ax) * scale.east, (y - ay) * scale.north];
    const along = (px * dx + py * dy) / (dx * dx + dy * dy);
    if (!(along > 0 && along < 1)) return null;
    const metres = Math.hypot(px - along * dx, py - along * dy);
    if (metres > MOST_BEND_METRES) return null;
    if (orientation(ax, ay, bx, by, x, y) === 0) return { along, metres };
    // Another corner is no inserted point, unless the outline as given runs right through it; and a point is put on one edge only.
    return this.isCorner(x, y) || this.#isNearerToAnother(number, x, y, metres, scale) ? null : { along, metres };
  }

  /** Is a point nearer to another mandated edge than `metres`? Of two that are as near, the first in order has it. */
  #isNearerToAnother(number: number, x: number, y: number, metres: number, scale: Scale): boolean {
    return this.#meeting([x, y, x, y]).some((other) => {
      if (other === number) return false;
      const distance = nearestOnEdge(scale, ...(this.edges[other] as Edge), x, y).metres;
      return distance < metres || (distance === metres && other < number);
    });
  }

  #withLines(lines: ReadonlyMap<number, RefinedEdge>): Area {
    if (lines.size === 0) return this.area;
    let e = 0;
    return this.area.map(
      (polygon): Polygon =>
        polygon.map((ring): Ring => {
          const points: number[] = [];
          for (let i = 0; i < ring.length; i += 2, e++) {
            const line = lines.get(e);
            points.push(...(line ? line.slice(0, -2) : [ring[i] as number, ring[i + 1] as number]));
          }
          return points.length === ring.length ? ring : Int32Array.from(points);
        }),
    );
  }
}

/** The edges of a ring in its order, the first from its first vertex. */
function edgesInOrder(ring: Ring): Edge[] {
  const edges = [...edgesOf([[ring]])];
  return [...edges.slice(1), ...edges.slice(0, 1)];
}

/** An edge with points put on it in the order of their projections; of two with the same projection the nearer one stays. */
function lineThrough([ax, ay, bx, by]: Edge, points: readonly InnerPoint[]): RefinedEdge {
  const sorted = [...points].sort((p, q) => p.along - q.along || p.metres - q.metres);
  const strict = sorted.filter((point, i) => i === 0 || point.along > (sorted[i - 1] as { along: number }).along);
  return [ax, ay, ...strict.flatMap(({ x, y }) => [x, y]), bx, by];
}
