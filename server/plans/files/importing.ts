import { unitOf } from '../../core/codes/codes.ts';
import type { Change } from '../../core/coverage/change.ts';
import { projectionTo } from '../../core/coverage/datum.ts';
import { differenceIn } from '../../core/coverage/difference.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import type { ImportCandidate } from '../../core/coverage/intake/planImport.ts';
import type { Grid, Named } from '../../core/coverage/model.ts';
import { deriveUnits } from '../../core/coverage/proof/levels.ts';
import type { Crs, GridDifference } from '../../core/coverage/schemas.ts';
import { Fault } from '../../core/fault.ts';
import { toGeoJson } from '../../core/geometry/geoJson.ts';
import type { Area } from '../../core/geometry/lattice.ts';
import type { ProofPool } from '../../threads/proofPool.ts';

/**
 * What is fitted together when a file comes into a plan: its features, and the grids of units it says nothing of. All in the file's
 * datum, from which the way back is exact to the lattice.
 */
export function importInput(
  ground: EditableCoverage,
  file: GeoJSON.FeatureCollection,
  { level, crs, assignCodes }: { level: 'grid' | 'unit'; crs: Crs; assignCodes: boolean },
) {
  const project = projectionTo(crs);
  const feature = (code: string, name: string, area: Area): GeoJSON.Feature => ({
    type: 'Feature',
    properties: { code, name },
    geometry: toGeoJson(area, project),
  });
  const named = file.features.map(({ properties }) => String(properties?.['code'] ?? ''));
  const units = new Set(named.map((code) => code.slice(0, 4)));
  const kept =
    level === 'grid' && !assignCodes ? [...ground.grids()].filter(({ code }) => !units.has(unitOf(code))) : [];
  const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
    type: 'FeatureCollection',
    features,
  });
  return {
    districtCode: ground.district.code,
    district: collection([feature(ground.district.code, ground.district.name, ground.mandated.area)]),
    units: level === 'unit' ? file : null,
    grids:
      level === 'grid'
        ? collection([...file.features, ...kept.map(({ code, name, area }) => feature(code, name, area))])
        : null,
    crs,
    assignCodes,
    unitsInForce: assignCodes && level === 'grid' ? unitsOf(ground) : [],
  };
}

/** The units as the plan has them; none while its grids overlap, which have no sum. */
function unitsOf(ground: EditableCoverage): (Named & { area: Area })[] {
  try {
    return deriveUnits([...ground.grids()]).map(({ code, area }) => ({ code, name: code, area }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
}

/**
 * The change that brings an imported coverage into a plan, faults and all: `mends`, since what it puts need not add up; null when
 * nothing differs. Throws `code-taken` for codes that were retired.
 */
export async function importChange(
  ground: EditableCoverage,
  candidate: ImportCandidate,
  proofs: Pick<ProofPool, 'books'>,
): Promise<{ change: Change | null; difference: GridDifference }> {
  const grids = candidate.grids.map((grid): Grid => {
    const before = ground.find(grid.code);
    const name = grid.name && grid.name !== grid.code ? grid.name : (before?.name ?? grid.name);
    return { ...grid, name, id: before?.id ?? '', revision: 0 };
  });
  const retired = grids.filter(({ code }) => !ground.find(code) && ground.wasUsed(code)).map(({ code }) => code);
  if (retired.length > 0)
    throw new Fault('code-taken', `A retired code is never given again: ${retired.join(', ')}.`, [], {
      codes: retired,
    });
  const before = [...ground.grids()];
  const revisions = new Map(before.map(({ code, revision }) => [code, revision]));
  const books = await proofs.books(before, grids);
  const difference = differenceIn(books, before, grids);
  const changed = new Set(books.grids.map(({ code }) => code));
  const put = grids
    .filter(({ code }) => changed.has(code))
    .map(({ id, code, name, area }) => ({ id, code, name, area }));
  if (put.length === 0 && difference.retired.length === 0) return { change: null, difference };
  const touched = [...put.map(({ code }) => code), ...difference.retired];
  const change: Change = {
    note: `Import ${grids.length} grids`,
    base: Object.fromEntries(touched.map((code) => [code, revisions.get(code) ?? 0])),
    put,
    remove: difference.retired,
    lineage: [],
    passages: books.passages.filter(({ from, to }) => changed.has(from) || changed.has(to)),
    mends: true,
  };
  return { change, difference };
}
