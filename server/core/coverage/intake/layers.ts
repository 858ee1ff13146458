import { metresPerUnit } from '../../geometry/area.ts';
import { type Area, toDegrees, vertexCount } from '../../geometry/lattice.ts';
import { Chain, OUTSIDE } from '../proof/chain.ts';

/**
 * What is fitted together: the areas in the order of their standing. A vertex moves to one of an area that comes before its own.
 * The first `fixed` areas (the mandated outline) never move; they only gain vertices on their edges.
 */
export interface Layers {
  areas: readonly Area[];
  fixed: number;
  /** The borders that do not match yet; what matches is left alone. */
  loose: LooseEdges;
}

/**
 * The edges that no other area answers with its own. Grids are held against the outline and against the units, units against the
 * outline; an edge that cancels in all these sums is settled, and neither it nor its vertices take part in the fitting.
 */
export class LooseEdges {
  readonly #chains: readonly Chain[];
  readonly #vertices = new Set<string>();

  readonly #counts: readonly [number, number];

  constructor(outline: readonly Area[], units: readonly Area[], grids: readonly Area[]) {
    this.#counts = [outline.length, units.length];
    const pairs: [readonly Area[], readonly Area[]][] = [
      [units, outline],
      [grids, outline],
      [grids, units],
    ];
    this.#chains = pairs.flatMap(([sum, whole]) =>
      sum.length > 0 && (whole.length > 0 || whole !== units) ? [differenceOf(sum, whole)] : [],
    );
    for (const chain of this.#chains) {
      for (const e of chain.residual()) {
        this.#vertices.add(keyOf(chain.ax[e] as number, chain.ay[e] as number));
        this.#vertices.add(keyOf(chain.bx[e] as number, chain.by[e] as number));
      }
    }
  }

  /** The same for the areas (outline, units, grids, in this order) after some have moved. */
  after(areas: readonly Area[]): LooseEdges {
    const [outlines, units] = this.#counts;
    return new LooseEdges(
      areas.slice(0, outlines),
      areas.slice(outlines, outlines + units),
      areas.slice(outlines + units),
    );
  }

  hasVertex(x: number, y: number): boolean {
    return this.#vertices.has(keyOf(x, y));
  }

  hasEdge(ax: number, ay: number, bx: number, by: number): boolean {
    return this.#chains.some((chain) => {
      const e = chain.find(ax, ay, bx, by);
      return e >= 0 && chain.net[e] !== 0;
    });
  }
}

function differenceOf(sum: readonly Area[], whole: readonly Area[]): Chain {
  const chain = new Chain([...sum, ...whole].reduce((count, area) => count + vertexCount(area), 0));
  sum.forEach((area, a) => chain.addBoundary(area, a));
  for (const area of whole) chain.addBoundary(area, OUTSIDE, -1);
  return chain;
}

/** Metres per lattice unit where the areas lie. */
export function scaleOf(areas: readonly Area[]): { east: number; north: number } {
  const first = areas.find((area) => area[0]?.[0])?.[0]?.[0];
  return metresPerUnit(toDegrees(first?.[1] ?? 0));
}

/** Maps every ring's vertices through `move`; rings stay as long as they were, and the very same where nothing moves. */
export function mapVertices(area: Area, move: (x: number, y: number) => readonly [number, number]): Area {
  return area.map((polygon) =>
    polygon.map((ring) => {
      const moved = new Int32Array(ring.length);
      let isSame = true;
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] as number, ring[i + 1] as number];
        const [toX, toY] = move(x, y);
        isSame &&= toX === x && toY === y;
        moved[i] = toX;
        moved[i + 1] = toY;
      }
      return isSame ? ring : moved;
    }),
  );
}

export const keyOf = (x: number, y: number): string => `${x},${y}`;
