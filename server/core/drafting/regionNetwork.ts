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

/** Outline, streets, rivers and the borders as they were, as pieces that still cross. Lines are cut off beyond the region's box. */
export function layPieces(
  vertices: Vertices,
  { outline, inner }: RegionEdges,
  lines: readonly DraftLine[],
  box: Box,
): Piece[] {
  const pieces: Piece[] = [];
  const put = (ax: number, ay: number, bx: number, by: number, kind: PieceKind, edge: number): void => {
    pieces.push({ from: vertices.number(ax, ay), to: vertices.number(bx, by), kind, edge });
  };
  outline.forEach(({ edge }, e) => put(...edge, OUTLINE, e));
  for (const edge of inner) put(...edge, BORDER, NO_EDGE);
  for (const { kind, points } of lines) {
    for (let i = 2; i < points.length; i += 2) {
      const clipped = clip(
        points[i - 2] as number,
        points[i - 1] as number,
        points[i] as number,
        points[i + 1] as number,
        box,
      );
      if (clipped) put(...clipped, KIND[kind], NO_EDGE);
    }
  }
  return pieces;
}

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
