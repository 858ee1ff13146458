import { boundaryUnits } from '../../geometry/edges.ts';
import type { Windings } from '../../geometry/faceLabels.ts';
import { doubledIntersection } from '../../geometry/intersection.ts';
import type { Area } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { Overlay } from '../proof/overlay.ts';
import { joinedArea } from './joinedArea.ts';
import { readArea } from './readArguments.ts';
import { broken, refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';
import { SNAP_METRES, snapLine } from './snapLine.ts';

/** The places of the two areas in the overlay. */
const [FROM, DRAWN] = [0, 1];

/**
 * Passes what a drawn area covers of one grid to another. Refused when it covers nothing of the first or all of it (that is a
 * merge), or crosses itself.
 */
export function transfer(ground: EditableCoverage, edit: Extract<Edit, { op: 'transfer' }>): Change {
  const from = ground.get(edit.from, '/from');
  const to = ground.get(edit.to, '/to');
  if (from === to) throw refusal('/to', 'same-grid');
  const drawn = snapArea(readDrawn(edit.area), from.area);
  const sketch = new Sketch(ground);
  const overlay = Overlay.of([from.area, drawn]);
  if (!overlay) throw refusal('/area', 'too-close-to-border');
  sketch.insertAlong(overlay.linesOf(0));
  const isOf = (windings: Windings, owner: number) => (windings.get(owner) ?? 0) > 0;
  const inside = overlay.area((windings) => isOf(windings, FROM) && isOf(windings, DRAWN));
  if (inside.length === 0) throw refusal('/area', 'area-covers-nothing', { grid: from.code });
  const left = overlay.area((windings) => isOf(windings, FROM) && !isOf(windings, DRAWN));
  if (left.length === 0) {
    throw broken('area-covers-all', { grid: from.code, grids: [from.code] });
  }
  sketch.reshape(from.code, left);
  const joined = [
    { name: to.code, area: sketch.area(to.code) },
    { name: from.code, area: inside },
  ];
  sketch.reshape(to.code, joinedArea(joined));
  return sketch.finish(
    `Transfer from ${from.code} to ${to.code}`,
    [
      { code: from.code, from: [from.code] },
      { code: to.code, from: [to.code, from.code] },
    ],
    [
      {
        between: [from.code, to.code],
        doubledUnits: doubledIntersection(from.area, drawn),
        drawnUnits: boundaryUnits(drawn),
      },
    ],
  );
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
