import { unitOf } from '../core/codes/codes.ts';
import { type CodedArea, hashOfAreas } from '../core/coverage/certificate/certificate.ts';
import type { CoverageFault, Grid, Named } from '../core/coverage/model.ts';
import { neighboursIn, proveThreeLevels, type ThreeLevelProof } from '../core/coverage/proof/levels.ts';
import type { AreaProperties, Certificate, CoverageSummary, Level } from '../core/coverage/schemas.ts';
import { areaSquareMetres } from '../core/geometry/area.ts';
import type { Area } from '../core/geometry/lattice.ts';
import { PointIndex } from '../core/locate/pointIndex.ts';
import type { GenerationRow } from './queries.ts';

/** So many faults of an outline stand in a summary. */
const MOST_FAULTS_TOLD = 100;

/** One area of a level with everything the API says about it. */
export interface LevelArea {
  properties: AreaProperties;
  area: Area;
}

/**
 * A generation held in memory: proven again as it is read, with its certificate's hashes compared, and indexed for points. Nothing
 * in it changes; a new publication is a new one.
 */
export class LoadedCoverage {
  readonly generation: number;
  readonly effectiveAt: Date;
  readonly district: Named;
  readonly units: ReadonlyMap<string, Named>;
  readonly grids: readonly Grid[];
  readonly certificate: Certificate;
  readonly points: PointIndex;
  readonly summary: CoverageSummary;
  /** Where the district is not the mandated outline's, in a generation that an earlier version published; else empty. */
  readonly outlineFaults: readonly CoverageFault[];
  readonly #levels: Readonly<Record<Level, readonly LevelArea[]>>;

  /** Throws an `Error` when the rows do not prove or are not what the certificate says: then the database was tampered with. */
  constructor(
    row: GenerationRow,
    district: Named,
    outline: { mandated: Area; working: Area },
    units: readonly Named[],
    grids: readonly Grid[],
    certificate: Certificate,
  ) {
    const { proof, outlineFaults } = proveStored(row.number, { district, units, grids }, outline, certificate);
    this.outlineFaults = outlineFaults;
    const certified = certificate.levels.find((level) => level.level === 'grid')?.sha256;
    const isOtherOutline =
      certificate.format === 'gridwarden-certificate-2' &&
      certificate.outlineSha256 !== hashOfAreas([{ code: district.code, area: outline.mandated }]);
    if (certified !== hashOfAreas(grids) || certificate.sha256 !== row.sha256 || isOtherOutline)
      throw new Error(`generation ${row.number} is not what its certificate says`);
    this.generation = row.number;
    this.effectiveAt = row.effectiveAt;
    this.district = district;
    this.units = new Map(units.map((unit) => [unit.code, unit]));
    this.grids = grids;
    this.certificate = certificate;
    this.points = new PointIndex(proof.chain, grids.length);
    this.#levels = levelAreas(this, proof.units, proof.districtArea, neighboursIn(proof.chain, grids.length));
    this.summary = summaryOf(this, this.#levels, proof.counts);
  }

  /** The areas of a level in the order of their codes, or of those within a code prefix. */
  areas(level: Level, within = ''): readonly LevelArea[] {
    const all = this.#levels[level];
    return within === ''
      ? all
      : all.filter(({ properties }) => properties.code.startsWith(within) || within.startsWith(properties.code));
  }

  /** What tells this generation's data from any other's, of a database put back from a backup too. */
  get version(): string {
    return `${this.generation} ${this.certificate.sha256}`;
  }

  /** A grid's code and name by its place, as the point index gives it. */
  grid(owner: number): Grid {
    return this.grids[owner] as Grid;
  }

  unitOf(gridCode: string): Named {
    return this.units.get(unitOf(gridCode)) as Named;
  }
}

/**
 * A generation as it stands in the database, proven against the mandated outline. The first form of certificates only spoke of the
 * working outline, which could leave the mandated one: such a generation is still served, with the faults it has.
 */
function proveStored(
  number: number,
  coverage: { district: Named; units: readonly Named[]; grids: readonly Grid[] },
  outline: { mandated: Area; working: Area },
  certificate: Certificate,
): { proof: ThreeLevelProof; outlineFaults: readonly CoverageFault[] } {
  const proof = proveThreeLevels({ ...coverage, outline: outline.mandated });
  if (proof.ok) return { proof, outlineFaults: [] };
  const asPublished =
    certificate.format === 'gridwarden-certificate-1'
      ? proveThreeLevels({ ...coverage, outline: outline.working })
      : proof;
  if (asPublished.ok) return { proof: asPublished, outlineFaults: proof.faults };
  throw new Error(`generation ${number} does not prove: ${proof.faults[0]?.message ?? 'no reason found'}`);
}

function levelAreas(
  loaded: LoadedCoverage,
  units: readonly CodedArea[],
  districtArea: Area,
  neighbours: readonly number[][],
): Record<Level, LevelArea[]> {
  const grids = loaded.grids.map((grid, g): LevelArea => {
    const codes = (neighbours[g] as number[]).map((n) => loaded.grid(n).code);
    return { area: grid.area, properties: propertiesOf('grid', grid, grid.area, grid.revision, codes) };
  });
  const revision = loaded.generation;
  return {
    grid: grids,
    unit: units.map(({ code, area }) => {
      const unit = loaded.units.get(code) as Named;
      return { area, properties: propertiesOf('unit', unit, area, revision, neighbourUnits(code, grids)) };
    }),
    district: [
      { area: districtArea, properties: propertiesOf('district', loaded.district, districtArea, revision, []) },
    ],
  };
}

function propertiesOf(
  level: Level,
  { code, name }: Named,
  area: Area,
  revision: number,
  neighbours: string[],
): AreaProperties {
  return { code, name, level, areaSquareMetres: Math.round(areaSquareMetres(area) * 10) / 10, revision, neighbours };
}

function neighbourUnits(unit: string, grids: readonly LevelArea[]): string[] {
  const own = grids.filter(({ properties }) => unitOf(properties.code) === unit);
  const units = new Set(own.flatMap(({ properties }) => properties.neighbours.map(unitOf)));
  units.delete(unit);
  return [...units].sort();
}

function summaryOf(
  loaded: LoadedCoverage,
  levels: Record<Level, readonly LevelArea[]>,
  counts: { vertices: number; edges: number },
): CoverageSummary {
  return {
    district: loaded.district,
    generation: loaded.generation,
    effectiveAt: loaded.effectiveAt.toISOString(),
    gridCount: loaded.grids.length,
    areaSquareMetres: levels.district[0]?.properties.areaSquareMetres ?? 0,
    units: levels.unit.map(({ properties: { code, name, areaSquareMetres: size } }) => ({
      code,
      name,
      gridCount: loaded.grids.filter((grid) => unitOf(grid.code) === code).length,
      areaSquareMetres: size,
    })),
    proof: {
      ok: loaded.outlineFaults.length === 0,
      vertices: counts.vertices,
      edges: counts.edges,
      sha256: loaded.certificate.sha256,
      outlineSha256: loaded.certificate.outlineSha256,
      outlineFaults: loaded.outlineFaults.slice(0, MOST_FAULTS_TOLD),
      secondOpinion: null,
    },
  };
}
