import type { StreetNetwork } from '../../../../server/core/coverage/streetPath.ts';
import type { Position } from '../../../map/scene.ts';
import { latticeOf, positionOf } from '../map/nearby.ts';

/** A point this near to a street is on it. */
const ON_STREET_METRES = 25;

/**
 * A line whose stretches between two points that lie on streets follow them; the others stay straight. Its ends stay where they are, on
 * the border; the points between them move onto their street, so that the line does not step aside and back.
 */
export function alongStreets(points: readonly Position[], streets: StreetNetwork): Position[] {
  const spots = points.map((at) => streets.nearest(...latticeOf(at), ON_STREET_METRES));
  const line: Position[] = points.slice(0, 1);
  for (let i = 1; i < points.length; i++) {
    const [start, end] = [spots[i - 1], spots[i]];
    const path = (start && end && streets.path(start, end)) ?? [];
    for (let p = 0; p < path.length; p += 2) push(line, positionOf(path[p] as number, path[p + 1] as number));
    const isInner = i < points.length - 1;
    if (!isInner || !end) push(line, points[i] as Position);
  }
  return line;
}

/** Adds a point to a line. A way that only went aside and comes back the same way, as after a click beside a crossing, is left out. */
function push(line: Position[], at: Position): void {
  const isAt = (other: Position | undefined) => other !== undefined && other[0] === at[0] && other[1] === at[1];
  if (isAt(line.at(-1))) return;
  if (isAt(line.at(-2))) line.pop();
  else line.push(at);
}
