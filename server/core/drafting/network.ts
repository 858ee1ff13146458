import { Fault } from '../fault.ts';
import { metresPerUnit } from '../geometry/area.ts';
import { type Area, type Box, boundingBox, toDegrees } from '../geometry/lattice.ts';

/** What a piece of the network is; where two coincide the lower number stays. */
export const OUTLINE = 0;
export const RIVER = 1;
export const ARTERIAL = 2;
export const STREET = 3;
/** A border of the grids as they were. */
export const BORDER = 4;
/** Drawn through a block that was too heavy. */
export const CUT = 5;
export type PieceKind = 0 | 1 | 2 | 3 | 4 | 5;

/** No edge of the outline. */
export const NO_EDGE = -1;

/** A straight piece between two vertices. Pieces of the outline have the region on their left and know its edge they came from. */
export interface Piece {
  from: number;
  to: number;
  kind: PieceKind;
  edge: number;
}

/** Farther across than this, keys and products are no longer exact. */
const WIDEST = 2 ** 26;
/** Lines are cut off so far beyond the region's box, lattice units. */
export const MARGIN = 1000;

/** The lattice points of a region, each once, under a number, with its scale in metres. */
export class Vertices {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly east: number;
  readonly north: number;
  readonly #numbers = new Map<number, number>();
  readonly #minX: number;
  readonly #minY: number;

  /** Throws `invalid-input` for a region too wide to compute with exactly. */
  constructor([minX, minY, maxX, maxY]: Box) {
    if (Math.max(maxX - minX, maxY - minY) + 4 * MARGIN > WIDEST)
      throw new Fault('invalid-input', 'The area is too wide for a draft.');
    this.#minX = minX - 2 * MARGIN;
    this.#minY = minY - 2 * MARGIN;
    const scale = metresPerUnit(toDegrees((minY + maxY) / 2));
    this.east = scale.east;
    this.north = scale.north;
  }

  /** The number of a lattice point, a new one when it is new. */
  number(x: number, y: number): number {
    const key = (x - this.#minX) * WIDEST + (y - this.#minY);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const fresh = this.x.length;
    this.#numbers.set(key, fresh);
    this.x.push(x);
    this.y.push(y);
    return fresh;
  }

  /** Metres between two vertices. */
  metres(a: number, b: number): number {
    return Math.hypot(
      ((this.x[a] as number) - (this.x[b] as number)) * this.east,
      ((this.y[a] as number) - (this.y[b] as number)) * this.north,
    );
  }
}

/** The box around areas. */
export function boxAround(areas: readonly Area[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const area of areas) {
    const box = boundingBox(area);
    [minX, minY, maxX, maxY] = [
      Math.min(minX, box[0]),
      Math.min(minY, box[1]),
      Math.max(maxX, box[2]),
      Math.max(maxY, box[3]),
    ];
  }
  return [minX, minY, maxX, maxY];
}

/** Drops pieces without length and, of pieces between the same vertices, all but the one that counts most. */
export function withoutDoubles(pieces: readonly Piece[], vertices: number): Piece[] {
  const best = new Map<number, Piece>();
  for (const piece of pieces) {
    if (piece.from === piece.to) continue;
    const key = Math.min(piece.from, piece.to) * vertices + Math.max(piece.from, piece.to);
    const rival = best.get(key);
    if (!rival || piece.kind < rival.kind) best.set(key, piece);
  }
  return [...best.values()];
}
