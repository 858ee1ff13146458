import { edgesOf } from '../../geometry/edges.ts';
import { latticePoint, midpoint } from '../../geometry/exactPoint.ts';
import type { Area, Edge, Polygon } from '../../geometry/lattice.ts';
import { nodeEdges } from '../../geometry/noding.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';
import { bridgesAmong, facesOf } from '../outlines.ts';

/** A face of a cut area, and on which side of the cutting lines it lies where it meets them. */
export interface CutFace {
  polygon: Polygon;
  leftOfCut: boolean;
  rightOfCut: boolean;
  /** Edges of the face with the cut along them, in the face's direction: only those on the area's border. */
  borderEdges: Edge[];
}

/** An area cut by lines: its faces, and the border's edges with the points that were put on them. */
export interface CutArea {
  faces: CutFace[];
  lines: number[][];
}

const keyOf = ([ax, ay, bx, by]: Edge): string => `${ax},${ay},${bx},${by}`;
const backKeyOf = ([ax, ay, bx, by]: Edge): string => `${bx},${by},${ax},${ay}`;

/**
 * Cuts an area along directed edges: what of them lies inside and parts it. Exact but for the rounding of crossings to the
 * lattice, which bends the border by less than a unit; the points it gained are in `lines`. Null when noding does not come to rest.
 */
export function cutArea(area: Area, cut: readonly Edge[]): CutArea | null {
  const border = [...edgesOf(area)];
  const noded = nodeEdges([...border, ...cut]);
  if (!noded) return null;
  const lines = noded.slice(0, border.length);
  const borderPieces = uncancelled(lines.flatMap(piecesOf));
  const inside = insidePieces(area, borderPieces, noded.slice(border.length).flatMap(piecesOf));
  const directed = [...borderPieces, ...inside.flatMap((edge): Edge[] => [edge, turned(edge)])];
  const useless = new Set(bridgesAmong(directed).map(keyOf));
  const cutting = inside.filter((edge) => !useless.has(keyOf(edge)));
  const faces = facesOf(directed.filter((edge) => !useless.has(keyOf(edge))));
  const forward = new Set(cutting.map(keyOf));
  const onBorder = new Set(borderPieces.map(keyOf));
  return {
    faces: faces.map((polygon) => faceOf(polygon, forward, onBorder)),
    lines: lines.filter((line) => line.length > 4),
  };
}

const turned = ([ax, ay, bx, by]: Edge): Edge => [bx, by, ax, ay];

/** Bending may fold two edges of the border onto each other: then both go. */
function uncancelled(pieces: readonly Edge[]): Edge[] {
  const keys = new Set(pieces.map(keyOf));
  return pieces.filter((edge) => !keys.has(backKeyOf(edge)));
}

export function piecesOf(line: readonly number[]): Edge[] {
  const pieces: Edge[] = [];
  for (let i = 0; i + 3 < line.length; i += 2)
    pieces.push([line[i], line[i + 1], line[i + 2], line[i + 3]] as unknown as Edge);
  return pieces;
}

function insidePieces(area: Area, border: readonly Edge[], pieces: readonly Edge[]): Edge[] {
  const seen = new Set(border.flatMap((edge) => [keyOf(edge), backKeyOf(edge)]));
  const bent = facesOf(border);
  const index = new WindingIndex(bent.length > 0 ? bent : area);
  return pieces.filter((edge) => {
    if (seen.has(keyOf(edge))) return false;
    seen.add(keyOf(edge));
    seen.add(backKeyOf(edge));
    return covers(index, edge);
  });
}

/** Does an indexed area lie left of an edge, half way along it? */
export function covers(index: WindingIndex, [ax, ay, bx, by]: Edge): boolean {
  return index.windingBeside(midpoint(latticePoint(ax, ay), latticePoint(bx, by)), bx - ax, by - ay) > 0;
}

function faceOf(polygon: Polygon, forward: ReadonlySet<string>, onBorder: ReadonlySet<string>): CutFace {
  const edges = [...edgesOf([polygon])];
  return {
    polygon,
    leftOfCut: edges.some((edge) => forward.has(keyOf(edge))),
    rightOfCut: edges.some((edge) => forward.has(backKeyOf(edge))),
    borderEdges: edges.filter((edge) => onBorder.has(keyOf(edge))),
  };
}
