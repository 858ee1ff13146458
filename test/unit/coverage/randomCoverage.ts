import type { Grid } from '../../../server/core/coverage/model.ts';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import type { Area, Ring } from '../../../server/core/geometry/lattice.ts';

/** A small repeatable source of numbers in [0, 1) (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RandomCoverageOptions {
  columns?: number;
  rows?: number;
  /** About how many cells make up one grid. */
  cellsPerGrid?: number;
  /** Extra vertices on every cell side. */
  verticesPerSide?: number;
  /** Columns and rows of a single lattice unit. */
  slivers?: boolean;
  /** Lattice units across a cell. */
  cell?: number;
  origin?: readonly [number, number];
}

export interface RandomCoverage {
  grids: Grid[];
  outline: Area;
}

/**
 * A partition made without any geometry that is under test: a sheet of jittered cells with shared sides, handed out at random to
 * grids, so that these come out concave, with holes, enclaves and several parts.
 */
export function randomCoverage(seed: number, options: RandomCoverageOptions = {}): RandomCoverage {
  const random = randomSource(seed);
  const sheet = new Sheet(random, options);
  const { columns, rows } = sheet;
  const owner = handOut(columns, rows, options.cellsPerGrid ?? 3, random);
  const cellsOf = new Map<number, Area[]>();
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < rows; r++) {
      const o = owner[c * rows + r] as number;
      cellsOf.set(o, [...(cellsOf.get(o) ?? []), [[sheet.cell(c, r)]]]);
    }
  }
  const grids = [...cellsOf.values()].map((cells, i) => {
    const code = `05${String(1 + Math.floor(i / 99)).padStart(2, '0')}${String((i % 99) + 1).padStart(2, '0')}`;
    return { id: code, code, name: code, revision: 1, area: outlineOf(cells) };
  });
  return { grids, outline: [[sheet.rim()]] };
}

function handOut(columns: number, rows: number, cellsPerGrid: number, random: () => number): Int32Array {
  const owner = new Int32Array(columns * rows).fill(-1);
  let next = 0;
  for (let i = 0; i < owner.length; i++) {
    const c = Math.floor(i / rows);
    const r = i % rows;
    const candidates = [
      c > 0 ? owner[i - rows] : -1,
      r > 0 ? owner[i - 1] : -1,
      c > 0 && r > 0 ? owner[i - rows - 1] : -1,
      next > 0 ? Math.floor(random() * next) : -1,
    ];
    const pick = candidates[Math.floor(random() * (random() < 0.1 ? 4 : 3))] as number;
    owner[i] = pick >= 0 && random() > 1 / cellsPerGrid ? pick : next++;
  }
  if (columns > 3 && rows > 3 && random() < 0.6) putEnclave(owner, columns, rows, next, random);
  return owner;
}

/** A cell of its own inside a ring of cells that all belong to one grid. */
function putEnclave(owner: Int32Array, columns: number, rows: number, enclave: number, random: () => number): void {
  const c = 1 + Math.floor(random() * (columns - 2));
  const r = 1 + Math.floor(random() * (rows - 2));
  const around = owner[c * rows + r] as number;
  for (let i = c - 1; i <= c + 1; i++) for (let j = r - 1; j <= r + 1; j++) owner[i * rows + j] = around;
  owner[c * rows + r] = enclave;
}

/** Jittered corners and sides, each side's vertices made once and shared by the cells on both sides. */
class Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #sides = new Map<string, number[]>();
  readonly #random: () => number;
  readonly #perSide: number;
  readonly #jitter: number;

  constructor(random: () => number, options: RandomCoverageOptions) {
    this.#random = random;
    this.columns = options.columns ?? 5;
    this.rows = options.rows ?? 5;
    this.#perSide = options.verticesPerSide ?? 1;
    const size = options.cell ?? 10_000;
    const slivers = options.slivers ?? false;
    this.#jitter = slivers ? 0 : 0.25 * size;
    const [originX, originY] = options.origin ?? [1_090_000_000, 342_000_000];
    const steps = (count: number, start: number) => {
      const places = [start];
      for (let i = 0; i < count; i++) places.push((places[i] as number) + (slivers && random() < 0.4 ? 1 : size));
      return places;
    };
    const xs = steps(this.columns, originX);
    const ys = steps(this.rows, originY);
    for (let c = 0; c <= this.columns; c++) {
      for (let r = 0; r <= this.rows; r++) {
        this.#x.push((xs[c] as number) + Math.round((random() - 0.5) * this.#jitter));
        this.#y.push((ys[r] as number) + Math.round((random() - 0.5) * this.#jitter));
      }
    }
  }

  #corner(c: number, r: number): [number, number] {
    const i = c * (this.rows + 1) + r;
    return [this.#x[i] as number, this.#y[i] as number];
  }

  /** The vertices from one corner to the next, the last left out. */
  #side(fromC: number, fromR: number, toC: number, toR: number): number[] {
    const forward = fromC < toC || fromR < toR;
    const key = forward ? `${fromC},${fromR},${toC},${toR}` : `${toC},${toR},${fromC},${fromR}`;
    let inner = this.#sides.get(key);
    if (!inner) {
      inner = forward
        ? this.#innerVertices(this.#corner(fromC, fromR), this.#corner(toC, toR))
        : this.#innerVertices(this.#corner(toC, toR), this.#corner(fromC, fromR));
      this.#sides.set(key, inner);
    }
    const start = this.#corner(fromC, fromR);
    if (forward) return [...start, ...inner];
    const reversed: number[] = [];
    for (let i = inner.length - 2; i >= 0; i -= 2) reversed.push(inner[i] as number, inner[i + 1] as number);
    return [...start, ...reversed];
  }

  #innerVertices([ax, ay]: [number, number], [bx, by]: [number, number]): number[] {
    const inner: number[] = [];
    const length = Math.hypot(bx - ax, by - ay);
    if (this.#jitter === 0 || length < 100) return inner;
    for (let k = 1; k <= this.#perSide; k++) {
      const share = k / (this.#perSide + 1);
      const off = (this.#random() - 0.5) * 0.1;
      inner.push(
        Math.round(ax + share * (bx - ax) - off * (by - ay)),
        Math.round(ay + share * (by - ay) + off * (bx - ax)),
      );
    }
    return inner;
  }

  cell(c: number, r: number): Ring {
    return Int32Array.from([
      ...this.#side(c, r, c + 1, r),
      ...this.#side(c + 1, r, c + 1, r + 1),
      ...this.#side(c + 1, r + 1, c, r + 1),
      ...this.#side(c, r + 1, c, r),
    ]);
  }

  rim(): Ring {
    const rim: number[] = [];
    for (let c = 0; c < this.columns; c++) rim.push(...this.#side(c, 0, c + 1, 0));
    for (let r = 0; r < this.rows; r++) rim.push(...this.#side(this.columns, r, this.columns, r + 1));
    for (let c = this.columns; c > 0; c--) rim.push(...this.#side(c, this.rows, c - 1, this.rows));
    for (let r = this.rows; r > 0; r--) rim.push(...this.#side(0, r, 0, r - 1));
    return Int32Array.from(rim);
  }
}
