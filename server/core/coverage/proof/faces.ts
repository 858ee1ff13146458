import Flatbush from 'flatbush';
import { type Arrangement, originOf, type Piece } from '../../geometry/arrangement.ts';
import { type ExactPoint, midpoint } from '../../geometry/exactPoint.ts';
import { boundingBox } from '../../geometry/lattice.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';
import { OUTSIDE } from './chain.ts';
import type { FaceBox, Members, OwnedEdge } from './residual.ts';

/** How often the members' boundaries, and the outline's (`OUTSIDE`), wind around a face; those that do not are not in it. */
export interface FaceCover {
  windings: ReadonlyMap<number, number>;
  /** The same for the same windings, and hardly ever for others. */
  key: string;
}

/** Half-edges of each cycle, in order. */
export function halfEdgesOfCycle(arrangement: Arrangement, cycle: number): number[] {
  const halves: number[] = [];
  const first = arrangement.firstOfCycle[cycle] as number;
  let h = first;
  do {
    halves.push(h);
    h = arrangement.next[h] as number;
  } while (h !== first);
  return halves;
}

/** The box around a cycle's nodes. */
export function boxOfCycle(arrangement: Arrangement, cycle: number): FaceBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const half of halfEdgesOfCycle(arrangement, cycle)) {
    const node = arrangement.nodes[originOf(arrangement, half)] as ExactPoint;
    [minX, minY, maxX, maxY] = [
      Math.min(minX, node.x),
      Math.min(minY, node.y),
      Math.max(maxX, node.x),
      Math.max(maxY, node.y),
    ];
  }
  return [minX, minY, maxX, maxY];
}

/**
 * Tells which members, and whether the outline, cover faces. One face of each connected group is asked for exactly, member by member;
 * its neighbours follow from what runs along the pieces between them.
 */
export class CoverFinder {
  /** How much has been looked at so far, for those who must not look at too much. */
  visited = 0;
  readonly #members: Members;
  readonly #boxes: Flatbush | null;
  readonly #indexes = new Map<number, WindingIndex>();
  readonly #outline: WindingIndex | null;

  constructor(members: Members) {
    this.#members = members;
    this.#boxes = members.areas.length > 0 ? new Flatbush(members.areas.length, 16, Float64Array) : null;
    for (const area of members.areas) this.#boxes?.add(...boundingBox(area));
    this.#boxes?.finish();
    this.#outline = members.outline ? new WindingIndex(members.outline) : null;
  }

  /** The covers of the wanted cycles' faces, each uniform, until more than `most` has been looked at; undefined for the others. */
  coversOf(
    arrangement: Arrangement,
    edges: readonly OwnedEdge[],
    isWanted: (cycle: number) => boolean,
    most: number,
  ): (FaceCover | undefined)[] {
    const wanted = arrangement.firstOfCycle.map((_, cycle) => isWanted(cycle));
    const covers: (FaceCover | undefined)[] = wanted.map(() => undefined);
    for (let start = 0; start < wanted.length; start++) {
      if (!wanted[start] || covers[start] || this.visited > most) continue;
      covers[start] = this.#coverAt(arrangement, edges, start);
      const stack = [start];
      for (let at = stack.pop(); at !== undefined && this.visited <= most; at = stack.pop()) {
        for (const half of halfEdgesOfCycle(arrangement, at)) {
          const other = arrangement.cycle[half ^ 1] as number;
          if (!wanted[other] || covers[other]) continue;
          covers[other] = this.#across(arrangement, edges, covers[at] as FaceCover, half);
          stack.push(other);
        }
      }
    }
    return covers;
  }

  #across(arrangement: Arrangement, edges: readonly OwnedEdge[], from: FaceCover, half: number): FaceCover {
    const windings = new Map(from.windings);
    this.visited += windings.size;
    const sign = (half & 1) === 0 ? -1 : 1;
    for (const source of (arrangement.pieces[half >>> 1] as Piece).sources) {
      for (const { owner, net } of (edges[source] as OwnedEdge).turns) {
        const count = (windings.get(owner) ?? 0) + sign * net;
        if (count === 0) windings.delete(owner);
        else windings.set(owner, count);
      }
    }
    return { windings, key: keyOf(windings) };
  }

  #coverAt(arrangement: Arrangement, edges: readonly OwnedEdge[], cycle: number): FaceCover {
    const half = arrangement.firstOfCycle[cycle] as number;
    const piece = arrangement.pieces[half >>> 1] as Piece;
    const spot = midpoint(arrangement.nodes[piece.from] as ExactPoint, arrangement.nodes[piece.to] as ExactPoint);
    const source = edges[piece.sources[0] as number] as OwnedEdge;
    const forward = (half & 1) === 0 ? 1 : -1;
    const dx = (source.bx - source.ax) * forward;
    const dy = (source.by - source.ay) * forward;
    const windings = new Map<number, number>();
    const ask = (owner: number, index: WindingIndex) => {
      const before = index.visited;
      const winding = index.windingBeside(spot, dx, dy);
      this.visited += index.visited - before;
      if (winding !== 0) windings.set(owner, winding);
    };
    for (const m of this.#boxes?.search(spot.x - 1, spot.y - 1, spot.x + 1, spot.y + 1) ?? []) ask(m, this.#index(m));
    if (this.#outline) ask(OUTSIDE, this.#outline);
    return { windings, key: keyOf(windings) };
  }

  #index(member: number): WindingIndex {
    let index = this.#indexes.get(member);
    if (!index) {
      index = new WindingIndex(this.#members.areas[member] ?? []);
      this.#indexes.set(member, index);
    }
    return index;
  }
}

/** Two sums over the windings, each mixed another way, in whatever order they stand. */
function keyOf(windings: ReadonlyMap<number, number>): string {
  let [one, two] = [0, 0];
  for (const [owner, count] of windings) {
    const mixed = Math.imul(Math.imul(owner + 7, 0x9e3779b1) ^ Math.imul(count, 0x85ebca6b), 0x27d4eb2f);
    one = (one + (mixed ^ (mixed >>> 15))) | 0;
    two = (two + Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)) | 0;
  }
  return `${windings.size} ${one} ${two}`;
}
