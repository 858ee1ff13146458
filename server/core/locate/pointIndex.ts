import type { Chain } from '../coverage/proof/chain.ts';
import { metresPerUnit } from '../geometry/area.ts';
import { toDegrees } from '../geometry/lattice.ts';
import { AreaBorders, type NearestBorder, squaredMetres } from './areaBorders.ts';
import { BorderEdges, NO_OWNER } from './borderEdges.ts';

/** Raster cells per area: enough that most cells lie inside one area. At most 64 MiB of them. */
const CELLS_PER_AREA = 512;
const FEWEST_CELLS = 1 << 18;
const MOST_CELLS = 1 << 24;

/**
 * Tells which area of a proven coverage owns a lattice point.
 *
 * **The half-open rule.** A point belongs to the area that holds the spot an infinitesimal step to its north and, of that
 * infinitesimally, to its east. So a point on a border belongs to the area north of it, and on a border that runs due north to the
 * area east of it; exactly one area owns it, whoever asks. A point on the coverage's own outline, whose step leads out, belongs
 * to the area it bounds (of several, the first).
 *
 * Most cells of a raster over the coverage lie inside one area and answer with one array read. In the others the few edges of the
 * cell decide, exactly: the edge next below the point in its cell, else the edge next left of its column on the cell's floor,
 * else the owner of the cell's corner.
 */
export class PointIndex {
  readonly #edges: BorderEdges;
  readonly #borders: AreaBorders;
  readonly #minX: number;
  readonly #minY: number;
  readonly #shift: number;
  /** Cells per lattice unit: a power of two, so that multiplying is exact. */
  readonly #perUnit: number;
  readonly #columns: number;
  readonly #rows: number;
  /** ≥ −1: the one owner of the cell; below: −2 − where the mixed cell stands in `#mixed`. */
  readonly #cells: Int32Array;
  /** For each mixed cell, in one place: the owner of its lower left corner, the number of its edges, the edges. */
  readonly #mixed: Int32Array;
  readonly #outer: number[] = [];

  /** `chain` is that of a proof against an outline that succeeded; `areas` their number. O(edges + cells). */
  constructor(chain: Chain, areas: number) {
    const edges = new BorderEdges(chain);
    this.#edges = edges;
    this.#borders = new AreaBorders(edges, areas);
    let [minX, minY, maxX, maxY] = [0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000];
    for (let e = 0; e < edges.count; e++) {
      minX = Math.min(minX, edges.ax(e));
      maxX = Math.max(maxX, edges.bx(e));
      minY = Math.min(minY, edges.ay(e), edges.by(e));
      maxY = Math.max(maxY, edges.ay(e), edges.by(e));
      if (edges.leftOf(e) === NO_OWNER || edges.rightOf(e) === NO_OWNER) this.#outer.push(e);
    }
    const wanted = Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, areas * CELLS_PER_AREA));
    const span = (shift: number) =>
      [Math.floor((maxX - minX) / 2 ** shift) + 2, Math.floor((maxY - minY) / 2 ** shift) + 2] as const;
    let shift = 0;
    while (edges.count > 0 && span(shift)[0] * span(shift)[1] > wanted) shift++;
    this.#shift = shift;
    this.#perUnit = 2 ** -shift;
    [this.#columns, this.#rows] = edges.count > 0 ? span(shift) : [0, 0];
    this.#minX = minX;
    this.#minY = minY;
    this.#cells = new Int32Array(this.#columns * this.#rows).fill(NO_OWNER);
    this.#mixed = this.#listEdgesByCell();
    this.#fillOwners();
  }

  /** The number of the area that owns the lattice point, −1 outside. */
  ownerOf(x: number, y: number): number {
    const column = Math.floor((x - this.#minX) * this.#perUnit);
    const row = Math.floor((y - this.#minY) * this.#perUnit);
    if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) return NO_OWNER;
    const value = this.#cells[row * this.#columns + column] as number;
    if (value >= NO_OWNER) return value;
    const owner = this.#resolve(
      -2 - value,
      this.#minX + column * 2 ** this.#shift,
      this.#minY + row * 2 ** this.#shift,
      x,
      y,
    );
    return owner === NO_OWNER ? this.#ownerOnOutline(-2 - value, x, y) : owner;
  }

  /** The nearest border to a point the area owns, or null where it has none. Distances on the local tangent plane. */
  nearestBorder(area: number, x: number, y: number): NearestBorder | null {
    return this.#borders.nearest(area, x, y);
  }

  /** The nearest area to a point outside the coverage and its distance; null for an empty coverage. O(outline). */
  nearestArea(x: number, y: number): { owner: number; distanceMetres: number } | null {
    const { east, north } = metresPerUnit(toDegrees(y));
    let best = -1;
    let least = Infinity;
    for (const e of this.#outer) {
      const squared = squaredMetres(this.#edges, e, x, y, east, north);
      if (squared < least) [least, best] = [squared, e];
    }
    if (best < 0) return null;
    return { owner: Math.max(this.#edges.leftOf(best), this.#edges.rightOf(best)), distanceMetres: Math.sqrt(least) };
  }

  /** Two passes over the edges: count the cells each touches, then list them, cell by cell. Marks mixed cells in `#cells`. */
  #listEdgesByCell(): Int32Array {
    const touched = new Int32Array(this.#cells.length);
    for (let e = 0; e < this.#edges.count; e++) {
      this.#visitCells(e, (cell) => {
        touched[cell] = (touched[cell] as number) + 1;
      });
    }
    let length = 0;
    for (let cell = 0; cell < touched.length; cell++) {
      if (touched[cell] === 0) continue;
      this.#cells[cell] = -2 - length;
      length += 2 + (touched[cell] as number);
    }
    const mixed = new Int32Array(length);
    for (let e = 0; e < this.#edges.count; e++) {
      this.#visitCells(e, (cell) => {
        const at = -2 - (this.#cells[cell] as number);
        const count = mixed[at + 1] as number;
        mixed[at + 2 + count] = e;
        mixed[at + 1] = count + 1;
      });
    }
    return mixed;
  }

  /** Calls back for every cell the edge touches, and perhaps some beside it: a unit of slack covers the rounding of doubles. */
  #visitCells(e: number, visit: (cell: number) => void): void {
    const edges = this.#edges;
    const size = 2 ** this.#shift;
    const [ax, ay, bx, by] = [edges.ax(e), edges.ay(e), edges.bx(e), edges.by(e)];
    const [low, high] = [Math.min(ay, by), Math.max(ay, by)];
    const cellAt = (offset: number) => Math.floor(offset / size);
    for (
      let row = Math.max(0, cellAt(low - 1 - this.#minY));
      row <= cellAt(high + 1 - this.#minY) && row < this.#rows;
      row++
    ) {
      const floor = this.#minY + row * size - 1;
      const ceiling = floor + size + 2;
      const xAt = (y: number) => ax + ((Math.min(high, Math.max(low, y)) - ay) / (by - ay)) * (bx - ax);
      const [p, q] = low === high ? [ax, bx] : [xAt(floor), xAt(ceiling)];
      const first = Math.max(0, cellAt(Math.min(p, q) - 1 - this.#minX));
      const last = Math.min(this.#columns - 1, cellAt(Math.max(p, q) + 1 - this.#minX));
      for (let column = first; column <= last; column++) visit(row * this.#columns + column);
    }
  }

  /** Walks every row along the cells' floors from outside, so that each cell learns the owner of its lower left corner. */
  #fillOwners(): void {
    const size = 2 ** this.#shift;
    for (let row = 0; row < this.#rows; row++) {
      let owner = NO_OWNER;
      for (let column = 0; column < this.#columns; column++) {
        const cell = row * this.#columns + column;
        const value = this.#cells[cell] as number;
        if (value >= NO_OWNER) {
          this.#cells[cell] = owner;
          continue;
        }
        const x = this.#minX + column * size;
        const y = this.#minY + row * size;
        // The first column's corner may lie on the outline: it is asked from a step further out.
        if (column === 0) owner = this.#startOfRow(-2 - value, x, y);
        this.#mixed[-2 - value] = owner;
        owner = this.#resolve(-2 - value, x, y, x + size, y);
      }
    }
  }

  #startOfRow(at: number, x: number, y: number): number {
    this.#mixed[at] = NO_OWNER;
    return this.#resolve(at, x - 1, y, x, y);
  }

  /** The owner of (x, y) in the mixed cell that stands at `at` and whose lower left corner is (left, floor). */
  #resolve(at: number, left: number, floor: number, x: number, y: number): number {
    const edges = this.#edges;
    const mixed = this.#mixed;
    const to = at + 2 + (mixed[at + 1] as number);
    let below = -1;
    let beside = -1;
    for (let i = at + 2; i < to; i++) {
      const e = mixed[i] as number;
      if (edges.spansX(e, x)) {
        if (edges.side(e, x, y) >= 0 && edges.side(e, x, floor) < 0) {
          if (below < 0 || edges.isAbove(e, below)) below = e;
          continue;
        }
      } else if (edges.ax(e) > x) continue;
      if (below < 0 && edges.spansY(e, floor) && this.#isRight(e, x, floor) && !this.#isRight(e, left, floor)) {
        if (beside < 0 || edges.isRightOf(e, beside)) beside = e;
      }
    }
    if (below >= 0) return edges.leftOf(below);
    if (beside >= 0) return edges.by(beside) > edges.ay(beside) ? edges.rightOf(beside) : edges.leftOf(beside);
    return mixed[at] as number;
  }

  /** Does the spot just north of (x, y) lie east of the edge, which passes this row? */
  #isRight(e: number, x: number, y: number): boolean {
    const edges = this.#edges;
    const side = edges.side(e, x, y);
    const rising = edges.by(e) > edges.ay(e);
    if (side !== 0) return rising ? side < 0 : side > 0;
    return !rising || edges.ax(e) === edges.bx(e);
  }

  #ownerOnOutline(at: number, x: number, y: number): number {
    const edges = this.#edges;
    let owner = NO_OWNER;
    const to = at + 2 + (this.#mixed[at + 1] as number);
    for (let i = at + 2; i < to; i++) {
      const e = this.#mixed[i] as number;
      const inBox =
        edges.ax(e) <= x &&
        x <= edges.bx(e) &&
        Math.min(edges.ay(e), edges.by(e)) <= y &&
        y <= Math.max(edges.ay(e), edges.by(e));
      if (!inBox || edges.side(e, x, y) !== 0) continue;
      const bounded = Math.max(edges.leftOf(e), edges.rightOf(e));
      if (owner === NO_OWNER || bounded < owner) owner = bounded;
    }
    return owner;
  }
}
