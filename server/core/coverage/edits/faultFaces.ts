import { doubledArea } from '../../geometry/area.ts';
import { boundaryUnits } from '../../geometry/edges.ts';
import { doubledIntersection } from '../../geometry/intersection.ts';
import { type Area, type Box, boundingBox } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import type { Grid } from '../model.ts';
import { facesOf, outlineOf } from '../outlines.ts';
import { Overlay } from '../proof/overlay.ts';
import { refusal } from './refusals.ts';
import type { Sketch } from './sketch.ts';

/** A face of the ground around a fault: which grids cover it, and whether it lies in the district. */
export interface FaultFace {
  area: Area;
  grids: string[];
  inDistrict: boolean;
}

/** The ground around a fault, taken apart. */
export interface FaultGround {
  /** The faces inside the fault as it was reported. */
  faces: FaultFace[];
  /** A grid's area with some faces added, or taken away. */
  with: (code: string, faces: readonly FaultFace[]) => Area;
  without: (code: string, faces: readonly FaultFace[]) => Area;
  /** How much ground some faces are, and the length along which rounding may have moved it. */
  sizeOf: (code: string, faces: readonly FaultFace[]) => { doubledUnits: bigint; drawnUnits: number };
}

/** The grid that is to gain or lose by a mend. Refused while it is no valid area itself: that comes first. */
export function mendedGrid(ground: EditableCoverage, code: string, path: string): Grid {
  const grid = ground.get(code, path);
  if (findDefect(grid.area)) throw refusal(path, 'repair-first', { grid: code });
  return grid;
}

/** A fault is given in rounded degrees, so that its border may lie so many units beside the true one. */
const SLACK_UNITS = 2;

/**
 * Takes the ground around a fault apart: all grids near it and the working outline, laid over each other, form faces, and each is told who
 * covers it. The points that the grids' borders get by it are put into the sketch. A face is inside the fault when the larger
 * part of it is. Throws `invalid-input` when the borders are too close to each other to be noded.
 */
export function faultGround(ground: EditableCoverage, sketch: Sketch, fault: Area, path: string): FaultGround {
  const box = grown(boundingBox(fault));
  const near = ground.near(box);
  const overlay = Overlay.of([...near.map(({ area }) => area), facesOf(ground.outlineEdges())]);
  if (!overlay) throw refusal(path, 'too-close-to-border');
  near.forEach((_, owner) => sketch.insertAlong(overlay.linesOf(owner)));
  const isIn = (windings: ReadonlyMap<number, number>, owner: number) => (windings.get(owner) ?? 0) > 0;
  const faces = overlay
    .faces((windings) => windings.size > 0)
    .filter(({ area }) => isWithin(area, box) && isMostlyIn(area, fault))
    .map(
      ({ area, windings }): FaultFace => ({
        area,
        grids: near.filter((_, owner) => isIn(windings, owner)).map(({ code }) => code),
        inDistrict: isIn(windings, near.length),
      }),
    );
  const areaOf = (code: string): Area => {
    const owner = near.findIndex((grid) => grid.code === code);
    return owner < 0 ? sketch.area(code) : overlay.area((windings) => isIn(windings, owner));
  };
  return {
    faces,
    with: (code, more) => outlineOf([areaOf(code), ...more.map(({ area }) => area)]),
    without: (code, less) => outlineOf([areaOf(code), ...less.map(({ area }) => reversed(area))]),
    sizeOf: (code, some) => ({
      doubledUnits: some.reduce((sum, { area }) => sum + doubledArea(area), 0n),
      drawnUnits: some.reduce((sum, { area }) => sum + boundaryUnits(area), boundaryUnits(areaOf(code))),
    }),
  };
}

/** The same boundary run the other way round: added to an area's it takes the ground away. */
const reversed = (area: Area): Area =>
  area.map((polygon) =>
    polygon.map((ring) => {
      const turned = new Int32Array(ring.length);
      for (let i = 0; i < ring.length; i += 2) turned.set(ring.subarray(i, i + 2), ring.length - 2 - i);
      return turned;
    }),
  );

const grown = ([minX, minY, maxX, maxY]: Box): Box => [
  minX - SLACK_UNITS,
  minY - SLACK_UNITS,
  maxX + SLACK_UNITS,
  maxY + SLACK_UNITS,
];

function isWithin(area: Area, [minX, minY, maxX, maxY]: Box): boolean {
  const [left, bottom, right, top] = boundingBox(area);
  return left >= minX && bottom >= minY && right <= maxX && top <= maxY;
}

const isMostlyIn = (face: Area, fault: Area): boolean => 2n * doubledIntersection(face, fault) >= doubledArea(face);
