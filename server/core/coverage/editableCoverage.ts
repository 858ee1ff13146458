import { hasEdge, hasVertex } from '../geometry/edges.ts';
import { type Area, type Box, boundingBox } from '../geometry/lattice.ts';
import { type Change, codesOf, type Edge, type OutlineBend, type PutGrid, reverseOf } from './change.ts';
import { CodeBook } from './edits/codeBook.ts';
import { refusal } from './edits/refusals.ts';
import type { Grid, Named } from './model.ts';
import { BoxBuckets } from './proof/boxBuckets.ts';
import type { MandatedOutline } from './proof/refinement.ts';
import { WorkingOutline } from './workingOutline.ts';

/** What a ground starts from. `outline` is the working one; `usedCodes` are all codes ever published; absent: those of the grids. */
export interface GroundStart {
  district: Named;
  mandated: Area;
  outline: Area;
  units: readonly Named[];
  grids: readonly Grid[];
  usedCodes?: Iterable<string>;
}

/**
 * The state of a coverage that is being edited, the same in the browser and in the server. Verbs only ask it; `apply` is the one
 * way to change it. What a verb asks (a grid, who has a vertex or an edge, what lies near) is answered from buckets of boxes, so it
 * costs the same in a large district as in a small one.
 */
export class EditableCoverage {
  readonly district: Named;
  readonly units: ReadonlyMap<string, Named>;
  readonly #grids = new Map<string, Grid>();
  readonly #revisions = new Map<string, number>();
  readonly #boxes: BoxBuckets;
  readonly #outline: WorkingOutline;
  readonly #codes = new CodeBook();

  constructor(start: GroundStart) {
    this.district = start.district;
    this.#outline = new WorkingOutline(start.mandated, start.outline);
    this.units = new Map(start.units.map((unit) => [unit.code, unit]));
    this.reserve(start.usedCodes ?? start.grids.map((grid) => grid.code));
    const boxes = start.grids.map((grid) => boundingBox(grid.area));
    this.#boxes = new BoxBuckets(boxes);
    start.grids.forEach((grid, g) => {
      this.#grids.set(grid.code, grid);
      this.#revisions.set(grid.code, grid.revision);
      this.#codes.take(grid.code);
      this.#boxes.add(grid.code, boxes[g] as Box);
    });
  }

  /** The outline as the government gave it. */
  get mandated(): MandatedOutline {
    return this.#outline.mandated;
  }

  get size(): number {
    return this.#grids.size;
  }

  grids(): IterableIterator<Grid> {
    return this.#grids.values();
  }

  find(code: string): Grid | undefined {
    return this.#grids.get(code);
  }

  /** The grid with a code; throws the fault `not-found` naming where the code stood in the edit. */
  get(code: string, path: string): Grid {
    const grid = this.#grids.get(code);
    if (grid) return grid;
    throw refusal(path, 'no-such-grid', { grid: code, grids: [code] });
  }

  /** The revision of a code: 0 for one that has never been here; a removed grid keeps its last. */
  revisionOf(code: string): number {
    return this.#revisions.get(code) ?? 0;
  }

  /** The grids whose boxes meet a box, in order of their codes. */
  near(box: Box): Grid[] {
    return this.#boxes.meeting(box).map((code) => this.#grids.get(code) as Grid);
  }

  /** The grids that have a vertex at a lattice point. */
  withVertex(x: number, y: number): Grid[] {
    return this.near([x, y, x, y]).filter(({ area }) => hasVertex(area, x, y));
  }

  /** The grid whose boundary runs a → b, its inside on the left; undefined where none does. */
  leftOfEdge(ax: number, ay: number, bx: number, by: number): Grid | undefined {
    const box: Box = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
    return this.near(box).find(({ area }) => hasEdge(area, ax, ay, bx, by));
  }

  /** Does the working outline of the district run a → b? */
  isOutlineEdge(ax: number, ay: number, bx: number, by: number): boolean {
    return this.#outline.has(ax, ay, bx, by);
  }

  /** The edges of the working outline, the district on their left. */
  outlineEdges(): Edge[] {
    return this.#outline.edges();
  }

  /**
   * Codes for new grids of a unit, each above all that were ever published in it and all that are here now: what was only given
   * in this plan and undone is free again. Throws `conflict` when the unit's 99 numbers are used up.
   */
  newCodes(unit: string, count: number): string[] {
    return this.#codes.next(unit, count);
  }

  /** Was a code given before, so that it may never be given to another grid? */
  wasUsed(code: string): boolean {
    return this.#codes.isReserved(code);
  }

  /** Codes given elsewhere, which are not to be given here. */
  reserve(codes: Iterable<string>): void {
    for (const code of codes) this.#codes.reserve(code);
  }

  /**
   * Applies a change and gives its reverse: what is put gets the revision after its last, what is removed is gone. Asks nothing:
   * whether the change keeps the proof is `checkChange`'s to say. What mends a fault may bring grids to the outline or off it, which is
   * drawn anew there.
   */
  apply(change: Change): Change {
    const touched = codesOf(change);
    const before = touched.flatMap((code) => this.#grids.get(code) ?? []);
    for (const code of change.remove) this.#drop(code);
    for (const grid of change.put) this.#put(grid);
    const outline = change.mends
      ? this.#redrawOutline([...before, ...change.put].flatMap(({ area }) => area))
      : change.outline;
    if (outline && !change.mends) this.bend(outline);
    const base = Object.fromEntries(touched.map((code) => [code, this.revisionOf(code)]));
    return { ...reverseOf({ ...change, outline }, before), base };
  }

  /** Sets how a code stands as it was decided elsewhere: a grid with its revision, or none with the last revision there was. */
  setGrid(code: string, grid: Grid | null, revision = this.revisionOf(code)): void {
    this.#drop(code);
    if (grid) this.#set(grid);
    else this.#revisions.set(code, revision);
  }

  /**
   * Takes over how some grids stand elsewhere, where they are on record: `grids` with their revisions, and `gone` the codes that are no
   * more. The working outline is drawn anew where they lie.
   */
  reconcile(grids: readonly Grid[], gone: readonly string[]): void {
    const before = [...grids.map(({ code }) => code), ...gone].flatMap((code) => this.find(code)?.area ?? []);
    for (const code of gone) this.setGrid(code, null);
    for (const grid of grids) this.setGrid(grid.code, grid);
    this.#redrawOutline([...before, ...grids.flatMap(({ area }) => area)]);
  }

  /** Bends the working outline alone, as when a plan's record is read. */
  bend(bend: OutlineBend): void {
    this.#outline.bend(bend);
  }

  #put(grid: PutGrid): void {
    this.#drop(grid.code);
    this.#set({ ...grid, revision: this.revisionOf(grid.code) + 1 });
  }

  #set(grid: Grid): void {
    this.#grids.set(grid.code, grid);
    this.#revisions.set(grid.code, grid.revision);
    this.#codes.take(grid.code);
    this.#boxes.add(grid.code, boundingBox(grid.area));
  }

  #drop(code: string): void {
    const grid = this.#grids.get(code);
    if (!grid) return;
    this.#codes.leave(code);
    this.#boxes.remove(code, boundingBox(grid.area));
    this.#grids.delete(code);
  }

  #redrawOutline(boundaries: Area): OutlineBend | undefined {
    return this.#outline.redrawAlong(boundaries, (box) => this.near(box).map(({ area }) => area));
  }
}
