import type { Box } from '../geometry/lattice.ts';
import type { DraftLine, LineKind } from './model.ts';
import {
  ARTERIAL,
  BORDER,
  MARGIN,
  NO_EDGE,
  OUTLINE,
  type Piece,
  type PieceKind,
  RIVER,
  STREET,
  type Vertices,
} from './network.ts';
import type { RegionEdges } from './outlineEdges.ts';

const KIND: Readonly<Record<LineKind, PieceKind>> = { river: RIVER, arterial: ARTERIAL, street: STREET };

/** A piece by the coordinates of its ends. */
interface RawPiece {
  ends: readonly [number, number, number, number];
  kind: PieceKind;
  edge: number;
}

/**
 * Outline, streets, rivers and the borders as they were, as pieces that still cross, in an order that only their places decide, so that
 * nothing depends on the order in which grids and lines are given. Lines are cut off beyond the region's box.
 */
export function layPieces(
  vertices: Vertices,
  { outline, inner }: RegionEdges,
  lines: readonly DraftLine[],
  box: Box,
): Piece[] {
  const raw: RawPiece[] = outline.map(({ edge }, e) => ({ ends: edge, kind: OUTLINE, edge: e }));
  for (const [ax, ay, bx, by] of inner) raw.push({ ends: forward(ax, ay, bx, by), kind: BORDER, edge: NO_EDGE });
  for (const { kind, points } of lines) {
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay, bx, by] = points.subarray(i - 2, i + 2) as unknown as [number, number, number, number];
      const ends = clip(...forward(ax, ay, bx, by), box);
      if (ends) raw.push({ ends, kind: KIND[kind], edge: NO_EDGE });
    }
  }
  raw.sort(
    ({ ends: a, kind: k }, { ends: b, kind: l }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3] || k - l,
  );
  return raw.map(({ ends: [ax, ay, bx, by], kind, edge }) => ({
    from: vertices.number(ax, ay),
    to: vertices.number(bx, by),
    kind,
    edge,
  }));
}

/** A line from its western end (of two as far west the southern one), whichever way it was drawn. */
const forward = (ax: number, ay: number, bx: number, by: number): [number, number, number, number] =>
  ax < bx || (ax === bx && ay <= by) ? [ax, ay, bx, by] : [bx, by, ax, ay];

/** The part of a line a → b inside the box and its margin (Liang and Barsky 1984), rounded; null where there is none. */
function clip(ax: number, ay: number, bx: number, by: number, box: Box): [number, number, number, number] | null {
  const [minX, minY, maxX, maxY] = [box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [
    [ax - bx, ax - minX],
    [bx - ax, maxX - ax],
    [ay - by, ay - minY],
    [by - ay, maxY - ay],
  ] as const) {
    if (step === 0 && room < 0) return null;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  if (enter > leave) return null;
  const at = (share: number): [number, number] => [
    Math.round(ax + share * (bx - ax)),
    Math.round(ay + share * (by - ay)),
  ];
  return [...(enter === 0 ? ([ax, ay] as const) : at(enter)), ...(leave === 1 ? ([bx, by] as const) : at(leave))];
}
