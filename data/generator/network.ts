import type { VertexTable } from './vertices.ts';

/** What a line of the network is; also how gladly a border follows it (see grids.ts). */
export type LineKind = 'outline' | 'river' | 'arterial' | 'street' | 'loop';

/** A line as drawn: its kind, and a name where it has one. */
export interface Line {
  kind: LineKind;
  name: string;
}

/** A straight piece of a line between two vertices, in the line's direction. Outline pieces have the district on their left. */
export interface Piece {
  from: number;
  to: number;
  /** Index into the network's lines. */
  line: number;
}

/** A planar graph in the making: lines cut into straight pieces between numbered vertices. */
export interface Network {
  vertices: VertexTable;
  lines: Line[];
  pieces: Piece[];
}

/** Where two lines coincide, the one with the higher rank stays. */
const RANK: Record<LineKind, number> = { outline: 4, river: 3, arterial: 2, loop: 1, street: 0 };

export const kindOf = (network: Network, piece: Piece): LineKind => (network.lines[piece.line] as Line).kind;

/** Drops pieces of no length and, of pieces between the same two vertices, all but the highest in rank. */
export function withoutDoubles(network: Network): Piece[] {
  const best = new Map<string, Piece>();
  for (const piece of network.pieces) {
    if (piece.from === piece.to) continue;
    const key = piece.from < piece.to ? `${piece.from}-${piece.to}` : `${piece.to}-${piece.from}`;
    const rival = best.get(key);
    if (!rival || RANK[kindOf(network, piece)] > RANK[kindOf(network, rival)]) best.set(key, piece);
  }
  const kept = new Set(best.values());
  return network.pieces.filter((piece) => kept.has(piece));
}

/** Removes dead ends until every vertex has at least two pieces: what is left bounds faces. */
export function withoutDeadEnds(pieces: readonly Piece[]): Piece[] {
  let kept = [...pieces];
  for (;;) {
    const degree = new Map<number, number>();
    for (const { from, to } of kept) {
      degree.set(from, (degree.get(from) ?? 0) + 1);
      degree.set(to, (degree.get(to) ?? 0) + 1);
    }
    const next = kept.filter(({ from, to }) => (degree.get(from) ?? 0) > 1 && (degree.get(to) ?? 0) > 1);
    if (next.length === kept.length) return kept;
    kept = next;
  }
}
