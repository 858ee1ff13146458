import Flatbush from 'flatbush';
import { type Arrangement, originOf, type Piece } from '../geometry/arrangement.ts';
import { type ExactPoint, midpoint } from '../geometry/exactPoint.ts';
import { boundingBox } from '../geometry/lattice.ts';
import { WindingIndex } from '../geometry/windingIndex.ts';
import type { FaceBox, Members, OwnedEdge } from './residual.ts';

/** Who covers a face: members by index, and whether it lies inside the mandated outline (true where there is none). */
export interface FaceCover {
  members: number[];
  insideOutline: boolean;
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

/** Asks members and outline, exactly, whether they cover the face on the left of a cycle. */
export class CoverFinder {
  /** How many edges have been looked at so far, for those who must not look at too many. */
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

  coverOf(arrangement: Arrangement, edges: readonly OwnedEdge[], cycle: number): FaceCover {
    const half = arrangement.firstOfCycle[cycle] as number;
    const piece = arrangement.pieces[half >>> 1] as Piece;
    const spot = midpoint(arrangement.nodes[piece.from] as ExactPoint, arrangement.nodes[piece.to] as ExactPoint);
    const source = edges[piece.sources[0] as number] as OwnedEdge;
    const forward = (half & 1) === 0 ? 1 : -1;
    const dx = (source.bx - source.ax) * forward;
    const dy = (source.by - source.ay) * forward;
    const near = this.#boxes?.search(spot.x - 1, spot.y - 1, spot.x + 1, spot.y + 1) ?? [];
    const members = near.filter((m) => this.#covers(this.#index(m), spot, dx, dy)).sort((a, b) => a - b);
    return { members, insideOutline: this.#outline ? this.#covers(this.#outline, spot, dx, dy) : true };
  }

  #covers(index: WindingIndex, spot: ExactPoint, dx: number, dy: number): boolean {
    const before = index.visited;
    const covers = index.windingBeside(spot, dx, dy) > 0;
    this.visited += index.visited - before;
    return covers;
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
