import { unitOf } from '../../core/codes/codes.ts';
import { MOST_BEND_METRES } from '../../core/coverage/proof/refinement.ts';
import { toWkb } from '../../core/geometry/wkb.ts';
import type { LoadedCoverage } from '../loadedCoverage.ts';
import type { Inspection } from './inspection.ts';
import * as queries from './judgementQueries.ts';

/** Unions are joined so many at a time, so that no statement holds a whole large district for long. */
const JOINED_AT_ONCE = 8;
/** Less than a lattice unit by a lattice unit is the rounding of PostGIS's own arithmetic. */
const ROUNDING_SQUARE_METRES = 1e-4;
/** The plane that metres are measured in is true to this over a district. */
const PLANE_ACCURACY = 0.01;

export interface UnitUnions {
  /** The union of each unit's grids, as WKB. */
  unions: Buffer[];
  /** How many are not what the service answers for the unit. */
  differing: number;
}

/**
 * Each unit, as the service answers for it, is the union of its grids as PostGIS makes it from the rows. Where nothing is served the
 * unions are made all the same.
 */
export async function checkUnits(
  { findings, grids, ask }: Inspection,
  plane: queries.Plane,
  loaded: LoadedCoverage | null,
): Promise<UnitUnions> {
  const served = new Map(loaded?.areas('unit').map(({ properties, area }) => [properties.code, area]));
  const unions: Buffer[] = [];
  let differing = 0;
  const differs = (unit: string, message: string) => {
    differing++;
    findings.add('unit', [unit], message);
  };
  for (const unit of new Set(grids.map(({ code }) => unitOf(code)))) {
    const ids = grids.filter(({ code }) => unitOf(code) === unit).map(({ id }) => id);
    const union = await ask((db, subject) => queries.unionOfGrids(db, subject, ids));
    if (union === null) continue;
    unions.push(union);
    const area = served.get(unit);
    served.delete(unit);
    if (!loaded) continue;
    if (!area) differs(unit, `${unit} has grids, but is not served.`);
    else {
      const wkb = Buffer.from(toWkb(area));
      const difference = await ask((db) => queries.differenceOf(db, plane, union, wkb));
      if (difference > ROUNDING_SQUARE_METRES)
        differs(unit, `${unit} as it is served differs from the union of its grids by ${difference.toFixed(1)} m².`);
    }
  }
  for (const unit of served.keys()) differs(unit, `${unit} is served, but has no grids.`);
  return { unions, differing };
}

export interface OutlineFigures {
  differenceSquareMetres: number;
  allowedSquareMetres: number;
  hausdorffMetres: number;
}

/** The union of all grids is the mandated outline, but for the bend that inserted corners may have. Null where there is no grid. */
export async function checkOutline(
  { findings, ask }: Inspection,
  plane: queries.Plane,
  unions: readonly Buffer[],
): Promise<OutlineFigures | null> {
  let joined = [...unions];
  while (joined.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < joined.length; i += JOINED_AT_ONCE)
      next.push(await ask((db) => queries.unionOf(db, joined.slice(i, i + JOINED_AT_ONCE))));
    joined = next;
  }
  const [union] = joined;
  if (!union) {
    findings.add('outline', [], 'No grid is stored.');
    return null;
  }
  const mandated = await ask((db, subject) => queries.readMandated(db, subject, plane));
  const differenceSquareMetres = await ask((db) => queries.differenceOf(db, plane, union, mandated.wkb));
  const hausdorffMetres = await ask((db) => queries.hausdorffOf(db, plane, union, mandated.wkb));
  const allowedSquareMetres = MOST_BEND_METRES * mandated.perimeterMetres;
  if (exceeds(differenceSquareMetres, allowedSquareMetres) || exceeds(hausdorffMetres, MOST_BEND_METRES)) {
    const area = `by ${differenceSquareMetres.toFixed(1)} m² (allowed ${allowedSquareMetres.toFixed(1)} m²)`;
    const distance = `up to ${hausdorffMetres.toFixed(2)} m away (allowed ${MOST_BEND_METRES} m)`;
    findings.add('outline', [], `The union of the grids differs from the mandated outline ${area}, ${distance}.`);
  }
  return { differenceSquareMetres, allowedSquareMetres, hausdorffMetres };
}

const exceeds = (measured: number, allowed: number): boolean => measured > allowed * (1 + PLANE_ACCURACY);
