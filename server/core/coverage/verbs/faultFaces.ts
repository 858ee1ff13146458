import { edgesOf } from '../../geometry/edges.ts';
import { latticePoint, midpoint } from '../../geometry/exactPoint.ts';
import { type Area, type Box, boundingBox, type Edge, type Polygon } from '../../geometry/lattice.ts';
import { nodeEdges } from '../../geometry/noding.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';
import type { Ground } from '../ground.ts';
import { facesOf } from '../outlines.ts';
import { refusal } from './refusals.ts';

/** A face of the ground around a fault: which grids cover it, and whether it lies in the district. */
export interface FaultFace {
  polygon: Polygon;
  grids: string[];
  inDistrict: boolean;
}

/** The faces inside a drawn fault, and the edges of the grids around it with the points that were put on them. */
export interface FaultFaces {
  faces: FaultFace[];
  lines: number[][];
}

/** A fault is given in rounded degrees, so that its border may lie so many units beside the true one. */
const SLACK_UNITS = 2;

/**
 * Looks at the ground around a gap or an overlap: the borders of all grids near it, noded on the lattice, form faces, and each is
 * told who covers it. Only faces inside the fault as it was reported are given. Throws `invalid-input` when they cannot be formed.
 */
export function faultFaces(ground: Ground, fault: Area, path: string): FaultFaces {
  const box = grown(boundingBox(fault));
  const near = ground.near(box);
  const edges = near.flatMap((grid) => [...edgesOf(grid.area)]);
  const outline = ground.outlineEdges().filter((edge) => meets(edge, box));
  const noded = nodeEdges([...edges, ...outline]);
  if (!noded) throw refusal(path, 'too-close-to-border');
  const pieces = new Map<string, Edge>();
  for (const line of noded) {
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]] as unknown as Edge;
      pieces.set(`${ax},${ay},${bx},${by}`, [ax, ay, bx, by]);
      pieces.set(`${bx},${by},${ax},${ay}`, [bx, by, ax, ay]);
    }
  }
  const whole = new WindingIndex(fault);
  const district = new WindingIndex(ground.mandated.area);
  const members = near.map((grid) => ({ code: grid.code, index: new WindingIndex(grid.area) }));
  const faces = facesOf(pieces.values())
    .filter((polygon) => isWithin(polygon, box) && isMostlyIn(whole, polygon))
    .map((polygon) => ({
      polygon,
      grids: members.filter(({ index }) => isMostlyIn(index, polygon)).map(({ code }) => code),
      inDistrict: isMostlyIn(district, polygon),
    }));
  return { faces, lines: noded.slice(0, edges.length).filter((line) => line.length > 4) };
}

const grown = ([minX, minY, maxX, maxY]: Box): Box => [
  minX - SLACK_UNITS,
  minY - SLACK_UNITS,
  maxX + SLACK_UNITS,
  maxY + SLACK_UNITS,
];

const meets = ([ax, ay, bx, by]: Edge, [minX, minY, maxX, maxY]: Box): boolean =>
  Math.max(ax, bx) >= minX && Math.min(ax, bx) <= maxX && Math.max(ay, by) >= minY && Math.min(ay, by) <= maxY;

function isWithin(polygon: Polygon, [minX, minY, maxX, maxY]: Box): boolean {
  const [left, bottom, right, top] = boundingBox([polygon]);
  return left >= minX && bottom >= minY && right <= maxX && top <= maxY;
}

/** Does an indexed area lie left of an edge, half way along it? */
const covers = (index: WindingIndex, [ax, ay, bx, by]: Edge): boolean =>
  index.windingBeside(midpoint(latticePoint(ax, ay), latticePoint(bx, by)), bx - ax, by - ay) > 0;

/** Does an area lie on the inner side of most of a face's border, by length? Rounding can only turn short edges round. */
function isMostlyIn(index: WindingIndex, polygon: Polygon): boolean {
  let balance = 0;
  for (const edge of edgesOf([polygon])) {
    const length = Math.hypot(edge[2] - edge[0], edge[3] - edge[1]);
    balance += covers(index, edge) ? length : -length;
  }
  return balance > 0;
}
