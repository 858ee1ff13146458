import { type Static, Type } from 'typebox';
import { MOST_BEND_METRES } from './proof/refinement.ts';

/**
 * What was asked of PostGIS: `valid` every grid is a valid polygon · `overlap` no two grids share ground · `outline` the union of all is
 * the mandated outline · `unit` each unit as served is the union of its grids · `point` the lookup's owner of a point covers it.
 * `served`: the service refuses the generation, so there is nothing to compare with. `unfinished`: the judging itself did not end.
 */
export const OpinionCheck = Type.Enum(
  ['valid', 'overlap', 'outline', 'unit', 'point', 'served', 'unfinished'] as const,
  { title: 'OpinionCheck' },
);
export type OpinionCheck = Static<typeof OpinionCheck>;

/** One thing PostGIS does not agree with; `codes` are grids or units. */
export const OpinionFinding = Type.Object(
  {
    check: OpinionCheck,
    codes: Type.Array(Type.String()),
    message: Type.String(),
  },
  { title: 'OpinionFinding' },
);
export type OpinionFinding = Static<typeof OpinionFinding>;

const Count = Type.Union([Type.Integer(), Type.Null()]);
const Measure = Type.Union([Type.Number(), Type.Null()]);

/** The database's own verdict on a generation it stores. A figure is null where it could not be had; then a finding says why. */
export const SecondOpinion = Type.Object(
  {
    by: Type.String({ description: 'PostGIS and GEOS with their versions' }),
    ok: Type.Boolean(),
    at: Type.String({ format: 'date-time' }),
    tookMilliseconds: Type.Integer(),
    /** What the random points came from: the same seed gives the same points. */
    seed: Type.Integer(),
    grids: Type.Integer(),
    units: Type.Integer(),
    points: Type.Integer(),
    invalidGrids: Count,
    overlappingPairs: Count,
    symmetricDifferenceSquareMetres: Measure,
    allowedDifferenceSquareMetres: Measure,
    hausdorffMetres: Measure,
    allowedHausdorffMetres: Type.Number(),
    differingUnits: Count,
    differingPoints: Count,
    /** The first hundred. */
    findings: Type.Array(OpinionFinding),
  },
  { title: 'SecondOpinion' },
);
export type SecondOpinion = Static<typeof SecondOpinion>;

/** A disagreement in one sentence of figures and codes, without positions, for logs and probes. */
export function summaryOfFindings({ findings }: SecondOpinion): string {
  const byCheck = new Map<OpinionCheck, string[]>();
  for (const { check, codes } of findings) byCheck.set(check, [...(byCheck.get(check) ?? []), ...codes]);
  return [...byCheck]
    .map(([check, codes]) => {
      const named = [...new Set(codes)];
      const shown = named.slice(0, MOST_NAMED).join(', ');
      return `${check}${named.length > 0 ? ` (${shown}${named.length > MOST_NAMED ? ', …' : ''})` : ''}`;
    })
    .join('; ');
}

const MOST_NAMED = 6;

/** The opinion on a generation whose judging never came to an end. */
export function unfinishedOpinion(reason: string, at: Date): SecondOpinion {
  return {
    by: 'PostGIS',
    ok: false,
    at: at.toISOString(),
    tookMilliseconds: 0,
    seed: 0,
    grids: 0,
    units: 0,
    points: 0,
    invalidGrids: null,
    overlappingPairs: null,
    symmetricDifferenceSquareMetres: null,
    allowedDifferenceSquareMetres: null,
    hausdorffMetres: null,
    allowedHausdorffMetres: MOST_BEND_METRES,
    differingUnits: null,
    differingPoints: null,
    findings: [{ check: 'unfinished', codes: [], message: `The judging did not end: ${reason}` }],
  };
}
