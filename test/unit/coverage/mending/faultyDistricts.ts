import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { takeIn } from '../../../../server/core/coverage/intake/takeIn.ts';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { boundaryEdges } from '../../../../server/core/coverage/outlines.ts';
import { proveThreeLevels } from '../../../../server/core/coverage/proof/levels.ts';
import { MandatedOutline } from '../../../../server/core/coverage/proof/refinement.ts';
import type { Area, Ring } from '../../../../server/core/geometry/lattice.ts';
import { gridOf, groundOf, ringOf } from '../edits/grounds.ts';

/** Corners in steps; the district is the square from 0, 0 to 4, 4, the units part it at row 2, the grids at column 2. */
type Corner = [number, number];

/** The four grids of the whole district, as `fourSquares` has them. */
const WHOLE: Record<string, Corner[]> = {
  '050101': [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ],
  '050102': [
    [2, 0],
    [4, 0],
    [4, 2],
    [2, 2],
  ],
  '050201': [
    [0, 2],
    [2, 2],
    [2, 4],
    [0, 4],
  ],
  '050202': [
    [2, 2],
    [4, 2],
    [4, 4],
    [2, 4],
  ],
};

/** Grids that take the place of those of the whole district, by the kind of fault and its place. */
export const FAULTY: Record<string, Record<string, Corner[]>> = {
  'gap inside a unit': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 0.6],
      [1.8, 1],
      [2, 1.4],
      [2, 2],
      [0, 2],
    ],
  },
  'gap at a unit’s border': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 2],
      [1.4, 2],
      [1, 1.8],
      [0.6, 2],
      [0, 2],
    ],
  },
  'gap along the outline': {
    '050101': [
      [0, 0],
      [0.6, 0],
      [1, 0.2],
      [1.4, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
  },
  'gap at the outline’s corner': {
    '050101': [
      [0.4, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0.4],
    ],
  },
  'gap across two units': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 1.6],
      [1.6, 2],
      [0, 2],
    ],
  },
  'gap of a whole grid': { '050101': [] },
  'overlap inside a unit': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 0.6],
      [2.2, 1],
      [2, 1.4],
      [2, 2],
      [0, 2],
    ],
  },
  'overlap at a unit’s border': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 2],
      [1.4, 2],
      [1, 2.2],
      [0.6, 2],
      [0, 2],
    ],
  },
  'overlap that reaches the outline': {
    '050101': [
      [0, 0],
      [2.3, 0],
      [2, 2],
      [0, 2],
    ],
  },
  'overlap at the outline’s corner': {
    '050101': [
      [0, 0],
      [4, 0],
      [4, 0.3],
      [2, 0.3],
      [2, 2],
      [0, 2],
    ],
  },
  'overlap across two units': {
    '050101': [
      [0, 0],
      [2, 0],
      [2.3, 2.3],
      [0, 2],
    ],
  },
  'ground outside along the outline': {
    '050101': [
      [0, 0],
      [0.6, 0],
      [1, -0.3],
      [1.4, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
  },
  'ground outside at the outline’s corner': {
    '050101': [
      [-0.3, -0.3],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
  },
  'ground outside at a unit’s border': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 2],
      [-0.3, 2],
    ],
  },
  'ground outside of two grids that overlap there': {
    '050101': [
      [0, 0],
      [2.3, -0.3],
      [2, 2],
      [0, 2],
    ],
    '050102': [
      [1.7, -0.3],
      [4, 0],
      [4, 2],
      [2, 2],
    ],
  },
  'ground outside of a district apart': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [-1, 1],
    ],
  },
  'crossed border inside': {
    '050101': [
      [0, 0],
      [2, 0],
      [1, 0.8],
      [2, 0.4],
      [2, 2],
      [0, 2],
    ],
  },
  'crossed border along the outline': {
    '050101': [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0.4, -0.2],
    ],
  },
  'crossed border that makes a bow': {
    '050101': [
      [0, 0],
      [2, 0],
      [0, 2],
      [2, 2],
    ],
  },
  'the same area twice': {
    '050102': [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
  },
  'several at once': {
    '050101': [
      [-0.3, -0.3],
      [2, 0],
      [2.3, 2.3],
      [0, 2],
    ],
    '050202': [
      [2, 2],
      [4, 2],
      [4, 3.6],
      [3.6, 4],
      [2, 4],
    ],
  },
};

/** The grids of a faulty district, each with its ring. */
export const gridsOf = (name: string): { code: string; ring: Ring }[] =>
  Object.entries({ ...WHOLE, ...FAULTY[name] }).flatMap(([code, corners]) =>
    corners.length > 0 ? [{ code, ring: ringOf(...corners) }] : [],
  );

/** Grids as an import brings them into a plan: fitted together with a tolerance, faults and all. */
export function importedGround(
  grids: readonly { code: string; area: Area }[],
  district: Area,
  snapMetres = 0,
): EditableCoverage {
  const taken = takeIn({ outline: district, units: [], grids: grids.map(({ area }) => area) }, snapMetres);
  const all = grids.map(({ code }, i) => gridOf(code, taken.grids[i] ?? []));
  const { outline } = new MandatedOutline(district).refinedBy(boundaryEdges(all.map(({ area }) => area)));
  return groundOf(all, outline, district);
}

/** What keeps a ground from being a coverage. */
export const errorsOf = (ground: EditableCoverage): CoverageFault[] => {
  const { district, mandated } = ground;
  const coverage = { district, outline: mandated.area, units: [...ground.units.values()], grids: [...ground.grids()] };
  return proveThreeLevels(coverage).faults.filter(({ severity }) => severity === 'error');
};
