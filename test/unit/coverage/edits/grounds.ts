import type { Change } from '../../../../server/core/coverage/change.ts';
import { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { Fault } from '../../../../server/core/fault.ts';
import { type Area, toDegrees } from '../../../../server/core/geometry/lattice.ts';

/** Where the small test districts lie, in lattice units. */
export const ORIGIN = [1_090_000_000, 342_000_000] as const;
/** One step of the small test districts: about 92 m by 111 m. */
export const STEP = 10_000;

/** A test district's point in degrees, as edits take it. */
export const place = (column: number, row: number): [number, number] => [
  toDegrees(ORIGIN[0] + Math.round(column * STEP)),
  toDegrees(ORIGIN[1] + Math.round(row * STEP)),
];

/** A ring over steps, as given. */
export const ringOf = (...points: [number, number][]): Int32Array =>
  Int32Array.from(
    points.flatMap(([column, row]) => [ORIGIN[0] + Math.round(column * STEP), ORIGIN[1] + Math.round(row * STEP)]),
  );

export const box = (left: number, bottom: number, right: number, top: number): Area => [
  [ringOf([left, bottom], [right, bottom], [right, top], [left, top])],
];

export const gridOf = (code: string, area: Area): Grid => ({
  id: `id-${code}`,
  code,
  name: `网格${code}`,
  revision: 1,
  area,
});

export const UNITS = [
  { code: '0501', name: '一所' },
  { code: '0502', name: '二所' },
];

/** A ground of some grids within an outline. */
export const groundOf = (grids: Grid[], outline: Area, mandated: Area = outline): EditableCoverage =>
  new EditableCoverage({ district: { code: '05', name: '区' }, mandated, outline, units: UNITS, grids });

/** Two rows of two squares: 050101 and 050102 below, 050103 and 050201 above, their corners noded. */
export function fourSquares(): EditableCoverage {
  return groundOf(
    [
      gridOf('050101', box(0, 0, 2, 2)),
      gridOf('050102', box(2, 0, 4, 2)),
      gridOf('050103', box(0, 2, 2, 4)),
      gridOf('050201', box(2, 2, 4, 4)),
    ],
    [[ringOf([0, 0], [2, 0], [4, 0], [4, 2], [4, 4], [2, 4], [0, 4], [0, 2])]],
    box(0, 0, 4, 4),
  );
}

/** Applies an edit and gives what it changed and the way back. */
export function edit(ground: EditableCoverage, what: Edit): { change: Change; reverse: Change } {
  const change = changeFor(ground, what);
  return { change, reverse: ground.apply(change) };
}

/** The fault an edit is refused with; throws when it is not. */
export function refusalOf(ground: EditableCoverage, what: Edit): Fault {
  try {
    changeFor(ground, what);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the edit was not refused');
}
