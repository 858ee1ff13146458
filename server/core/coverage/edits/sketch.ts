import { edgesOf } from '../../geometry/edges.ts';
import type { Area, Edge, Ring } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import { type AskedPassage, codesOf, type Descent, type DraftChange, type PutGrid } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { Overlay } from '../proof/overlay.ts';
import { bendOfOutline } from './outlineBend.ts';

const keyOf = (ax: number, ay: number, bx: number, by: number): string => `${ax},${ay},${bx},${by}`;

/**
 * A change in the making: what a verb has laid out so far over the ground, which itself stays as it is. `finish` works out what
 * differs, so that a grid that came out as it was is not touched.
 */
export class Sketch {
  readonly #ground: EditableCoverage;
  readonly #put = new Map<string, PutGrid>();
  readonly #removed = new Set<string>();

  constructor(ground: EditableCoverage) {
    this.#ground = ground;
  }

  /** The area of a grid as it stands in the sketch. */
  area(code: string): Area {
    return this.#put.get(code)?.area ?? this.#ground.find(code)?.area ?? [];
  }

  /** Gives a grid another area; an empty one is not allowed. */
  reshape(code: string, area: Area): void {
    const grid = this.#put.get(code) ?? this.#ground.find(code);
    if (grid) this.#put.set(code, { id: grid.id, code, name: grid.name, area });
  }

  put(grid: PutGrid): void {
    this.#removed.delete(grid.code);
    this.#put.set(grid.code, grid);
  }

  remove(code: string): void {
    this.#put.delete(code);
    this.#removed.add(code);
  }

  /**
   * Puts points into edges, on both sides of the border: `lines` are edges with the points along them, ends included. The points
   * of an edge go into every grid that has it, in either direction.
   */
  insertAlong(lines: readonly (readonly number[])[]): void {
    const cuts = new Map<string, readonly number[]>();
    const codes = new Set<string>();
    for (const line of lines) {
      if (line.length <= 4) continue;
      const [ax, ay, bx, by] = [line[0], line[1], line[line.length - 2], line[line.length - 1]] as unknown as Edge;
      const inner = line.slice(2, -2);
      cuts.set(keyOf(ax, ay, bx, by), inner);
      cuts.set(keyOf(bx, by, ax, ay), reversed(inner));
      const [minX, minY, maxX, maxY] = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
      for (const grid of this.#ground.near([minX, minY, maxX, maxY])) codes.add(grid.code);
    }
    for (const code of codes) {
      if (this.#removed.has(code)) continue;
      const area = this.area(code);
      const next = withCuts(area, cuts);
      if (next !== area) this.reshape(code, next);
    }
  }

  /** The change: what differs from the ground, the revisions it was made on, and how the working outline bends with it. */
  finish(note: string, lineage: readonly Descent[] = [], asked?: readonly AskedPassage[]): DraftChange {
    const change = this.#lay(note, lineage, asked);
    const removed = codesOf(change).flatMap((code) => this.#ground.find(code)?.area ?? []);
    const outline = bendOfOutline(
      this.#ground,
      removed,
      change.put.flatMap((grid) => grid.area),
    );
    return outline ? { ...change, outline } : change;
  }

  /** A change that mends a fault: boundaries need not add up, and the outline is drawn anew where it is applied. */
  finishMend(note: string, asked?: AskedPassage): DraftChange {
    this.#dropNeedles();
    return { ...this.#lay(note, [], asked ? [asked] : undefined), mends: true };
  }

  /**
   * Points put on both sides of a needle may be the same ones, so that its border touches itself: then what is thinner than the
   * lattice goes, and the grids on both sides of it meet.
   */
  #dropNeedles(): void {
    for (const [code, { area }] of this.#put) {
      const before = this.#ground.find(code)?.area ?? [];
      if (area === before || !findDefect(area) || findDefect(before)) continue;
      const rest = Overlay.of([area])?.area((windings) => (windings.get(0) ?? 0) > 0) ?? [];
      if (rest.length > 0) this.reshape(code, rest);
    }
  }

  #lay(note: string, lineage: readonly Descent[], asked: readonly AskedPassage[] | undefined): DraftChange {
    const put = [...this.#put.values()].filter((grid) => !isAsBefore(this.#ground, grid));
    const remove = [...this.#removed].filter((code) => this.#ground.find(code));
    const touched = [...put.map((grid) => grid.code), ...remove];
    return {
      note,
      base: Object.fromEntries(touched.map((code) => [code, this.#ground.revisionOf(code)])),
      put: put.sort((a, b) => (a.code < b.code ? -1 : 1)),
      remove: remove.sort(),
      lineage,
      ...(asked ? { asked } : {}),
    };
  }
}

const reversed = (points: readonly number[]): number[] => {
  const turned: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) turned.push(points[i] as number, points[i + 1] as number);
  return turned;
};

function withCuts(area: Area, cuts: ReadonlyMap<string, readonly number[]>): Area {
  let changed = false;
  const next = area.map((polygon) =>
    polygon.map((ring): Ring => {
      const points: number[] = [];
      for (let i = 0; i < ring.length; i += 2) {
        const n = i + 2 === ring.length ? 0 : i + 2;
        points.push(ring[i] as number, ring[i + 1] as number);
        const cut = cuts.get(keyOf(ring[i] as number, ring[i + 1] as number, ring[n] as number, ring[n + 1] as number));
        if (cut) points.push(...cut);
      }
      if (points.length === ring.length) return ring;
      changed = true;
      return Int32Array.from(points);
    }),
  );
  return changed ? next : area;
}

/** A number that two areas with the same directed edges have in common, wherever their rings begin. */
function edgeSum(area: Area): number {
  let sum = 0;
  for (const polygon of area)
    for (const ring of polygon) {
      let [x, y] = [ring[ring.length - 2] as number, ring[ring.length - 1] as number];
      for (let i = 0; i < ring.length; i += 2) {
        const [nextX, nextY] = [ring[i] as number, ring[i + 1] as number];
        const mixed =
          Math.imul(x, 0x9e3779b1) ^
          Math.imul(y, 0x85ebca6b) ^
          Math.imul(nextX, 0xc2b2ae35) ^
          Math.imul(nextY, 0x27d4eb2f);
        sum = (sum + Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)) | 0;
        [x, y] = [nextX, nextY];
      }
    }
  return sum;
}

function isAsBefore(ground: EditableCoverage, grid: PutGrid): boolean {
  const before = ground.find(grid.code);
  if (before?.name !== grid.name || before.id !== grid.id) return false;
  if (before.area === grid.area) return true;
  if (edgeSum(before.area) !== edgeSum(grid.area)) return false;
  const edges = new Set<string>();
  for (const edge of edgesOf(before.area)) edges.add(edge.join(','));
  let count = 0;
  for (const edge of edgesOf(grid.area)) {
    if (!edges.has(edge.join(','))) return false;
    count++;
  }
  return count === edges.size;
}
