import { type Cut, cutsBetween } from './crossing.ts';
import { kindOf, type Network, type Piece, withoutDoubles } from './network.ts';

const MAX_ROUNDS = 40;

/** Pairs of pieces that share a cell of a coarse raster; each pair once. */
function* closePairs(network: Network, cellUnits: number): Generator<[number, number]> {
  const { vertices, pieces } = network;
  const cells = new Map<string, number[]>();
  const reach = (index: number, values: number[]): [number, number] => {
    const piece = pieces[index] as Piece;
    const [a, b] = [values[piece.from] as number, values[piece.to] as number];
    return [Math.floor(Math.min(a, b) / cellUnits), Math.floor(Math.max(a, b) / cellUnits)];
  };
  const seen = new Set<number>();
  for (let index = 0; index < pieces.length; index++) {
    const [left, right] = reach(index, vertices.x);
    const [bottom, top] = reach(index, vertices.y);
    for (let column = left; column <= right; column++) {
      for (let row = bottom; row <= top; row++) {
        const key = `${column},${row}`;
        const cell = cells.get(key) ?? [];
        cells.set(key, cell);
        for (const other of cell) {
          const pair = other * pieces.length + index;
          if (seen.has(pair)) continue;
          seen.add(pair);
          yield [other, index];
        }
        cell.push(index);
      }
    }
  }
}

/** The pieces of one piece after cutting it at the given vertices, in its direction. */
function cutPiece(network: Network, piece: Piece, at: ReadonlySet<number>): Piece[] {
  const { vertices } = network;
  const inOrder = [...at].toSorted(
    (a, b) => vertices.squaredDistance(piece.from, a) - vertices.squaredDistance(piece.from, b),
  );
  const stops = [piece.from, ...inOrder, piece.to];
  return stops.slice(1).map((to, i) => ({ from: stops[i] as number, to, line: piece.line }));
}

/** All cuts that the network still needs to be planar, per piece. */
export function missingCuts(network: Network, snapUnits: number, cellUnits: number): Map<number, Set<number>> {
  const cuts = new Map<number, Set<number>>();
  const add = ({ piece, vertex }: Cut): void => {
    const known = cuts.get(piece) ?? new Set();
    cuts.set(piece, known.add(vertex));
  };
  for (const [p, q] of closePairs(network, cellUnits)) cutsBetween(network, p, q, snapUnits).forEach(add);
  return cuts;
}

/**
 * Makes the network planar: cuts pieces where they cross or touch, until none does. A crossing is rounded to the lattice
 * or, when an end is within `snapUnits`, taken there; the outline itself never bends by more than the rounding.
 * Throws when rounding keeps making new crossings, which a network with room between its vertices does not do.
 */
export function nodeNetwork(network: Network, snapUnits: number, cellUnits: number): Network {
  let current: Network = { ...network, pieces: withoutDoubles(network) };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const cuts = missingCuts(current, snapUnits, cellUnits);
    if (cuts.size === 0) return current;
    const pieces = current.pieces.flatMap((piece, index) => {
      const at = cuts.get(index);
      return at ? cutPiece(current, piece, at) : [piece];
    });
    current = { ...current, pieces: withoutDoubles({ ...current, pieces }) };
  }
  throw new Error(`the network is still not planar after ${MAX_ROUNDS} rounds`);
}

/** The outline's pieces as they are now, corners added by noding included. */
export const outlinePieces = (network: Network): Piece[] =>
  network.pieces.filter((piece) => kindOf(network, piece) === 'outline');
