import { edgesOf } from '../../geometry/edges.ts';
import type { Area, Edge } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';
import type { Edit } from '../../plans/schemas.ts';
import type { Change } from '../change.ts';
import type { Ground } from '../ground.ts';
import { outlineOf } from '../outlines.ts';
import { type CutFace, covers, cutArea } from './cutArea.ts';
import { readArea } from './readArguments.ts';
import { broken, refusal } from './refusals.ts';
import { Sketch } from './sketch.ts';
import { SNAP_METRES, snapLine } from './snapLine.ts';

/**
 * Passes what a drawn area covers of one grid to another. Refused when it covers nothing of the first or all of it (that is a
 * merge), or crosses itself.
 */
export function transfer(ground: Ground, edit: Extract<Edit, { op: 'transfer' }>): Change {
  const from = ground.get(edit.from, '/from');
  const to = ground.get(edit.to, '/to');
  if (from === to) throw refusal('/to', 'same-grid');
  const drawn = snapArea(readDrawn(edit.area), from.area);
  const sketch = new Sketch(ground);
  const cut = cutArea(from.area, [...edgesOf(drawn)]);
  if (!cut) throw refusal('/area', 'too-close-to-border');
  sketch.insertAlong(cut.lines);
  const inside = facesInside(cut.faces, drawn);
  if (inside.length === 0) throw refusal('/area', 'area-covers-nothing', { grid: from.code });
  const left = cut.faces.filter((face) => !inside.includes(face));
  if (left.length === 0) {
    throw broken('area-covers-all', { grid: from.code, grids: [from.code] });
  }
  const areas = (faces: readonly CutFace[]): Area[] => faces.map((face) => [face.polygon]);
  sketch.reshape(from.code, outlineOf(areas(left)));
  sketch.reshape(to.code, outlineOf([sketch.area(to.code), ...areas(inside)]));
  return sketch.finish(`Transfer from ${from.code} to ${to.code}`, [
    { code: from.code, from: [from.code] },
    { code: to.code, from: [to.code, from.code] },
  ]);
}

/** A drawn area, which must be a valid polygon. */
export function readDrawn(geometry: unknown, path = '/area'): Area {
  const area = readArea(geometry, path);
  if (!findDefect(area)) return area;
  throw refusal(path, 'area-crosses-itself');
}

function snapArea(drawn: Area, border: Area): Area {
  const snapped = drawn.map((polygon) =>
    polygon.map((ring) => {
      const { line } = snapLine({ points: [...ring], closed: true }, border, SNAP_METRES);
      return Int32Array.from(line.points);
    }),
  );
  return findDefect(snapped) ? drawn : snapped;
}

/**
 * The faces a drawn area covers. Faces that meet its border are told by the side of it they lie on; the others, and those it only
 * runs along, by where they are.
 */
export function facesInside(faces: readonly CutFace[], drawn: Area): CutFace[] {
  const index = new WindingIndex(drawn);
  return faces.filter((face) => {
    if (face.leftOfCut !== face.rightOfCut) return face.leftOfCut;
    const edges = face.borderEdges.length > 0 ? face.borderEdges : [...edgesOf([face.polygon])];
    return covers(index, longest(edges));
  });
}

const longest = (edges: readonly Edge[]): Edge =>
  edges.reduce((best, edge) => (lengthOf(edge) > lengthOf(best) ? edge : best));
const lengthOf = ([ax, ay, bx, by]: Edge): number => Math.hypot(bx - ax, by - ay);
