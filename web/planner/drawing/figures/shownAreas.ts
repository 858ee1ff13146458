import { unitOf } from '../../../../server/core/codes/codes.ts';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { outlineOf } from '../../../../server/core/coverage/outlines.ts';
import type { Level } from '../../../../server/core/coverage/schemas.ts';
import { areaSquareMetres } from '../../../../server/core/geometry/area.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import type { AreaFeature } from '../../../api/coverage.ts';
import type { LeveledAreas } from '../../../map/scene.ts';

const squareMetres = new WeakMap<Area, number>();

/** The size of an area, worked out once for each. */
export function sizeOf(area: Area): number {
  const known = squareMetres.get(area);
  if (known !== undefined) return known;
  const size = areaSquareMetres(area);
  squareMetres.set(area, size);
  return size;
}

const features = new WeakMap<Grid, AreaFeature>();

function featureOf(grid: Grid): AreaFeature {
  const known = features.get(grid);
  if (known) return known;
  const feature = asFeature(grid.code, grid.name, 'grid', grid.area, grid.revision);
  features.set(grid, feature);
  return feature;
}

function asFeature(code: string, name: string, level: Level, area: Area, revision: number): AreaFeature {
  return {
    type: 'Feature',
    id: code,
    properties: { code, name, level, areaSquareMetres: sizeOf(area), revision, neighbours: [] },
    geometry: toGeoJson(area),
  };
}

interface ShownUnit {
  grids: readonly Grid[];
  area: Area;
  feature: AreaFeature;
}

/** The three levels of a ground as the map draws them. What an edit left alone keeps its features. */
export class ShownAreas {
  readonly #units = new Map<string, ShownUnit>();
  #district: { units: readonly Area[]; feature: AreaFeature } | undefined;

  #last: { version: number; areas: LeveledAreas } | undefined;

  /** The areas of a ground in its state of this number. */
  of(ground: EditableCoverage, version: number): LeveledAreas {
    if (this.#last?.version !== version) this.#last = { version, areas: this.#areasOf(ground) };
    return this.#last.areas;
  }

  #areasOf(ground: EditableCoverage): LeveledAreas {
    const grids = [...ground.grids()].sort((a, b) => (a.code < b.code ? -1 : 1));
    const byUnit = new Map<string, Grid[]>();
    for (const grid of grids) {
      const own = byUnit.get(unitOf(grid.code));
      if (own) own.push(grid);
      else byUnit.set(unitOf(grid.code), [grid]);
    }
    const units = [...byUnit].map(([code, own]) => this.#unit(ground, code, own));
    const areas = units.map(({ area }) => area);
    if (!this.#district || !isSame(this.#district.units, areas))
      this.#district = { units: areas, feature: this.#districtOf(ground, areas) };
    return {
      grid: grids.map(featureOf),
      unit: units.map(({ feature }) => feature),
      district: [this.#district.feature],
    };
  }

  #unit(ground: EditableCoverage, code: string, grids: readonly Grid[]): ShownUnit {
    const known = this.#units.get(code);
    if (known && isSame(known.grids, grids)) return known;
    const area = sumOf(grids.map((grid) => grid.area));
    const feature = asFeature(code, ground.units.get(code)?.name ?? code, 'unit', area, 0);
    const shown = { grids, area, feature };
    this.#units.set(code, shown);
    return shown;
  }

  #districtOf({ district, mandated }: EditableCoverage, units: readonly Area[]): AreaFeature {
    const area = sumOf(units);
    return asFeature(district.code, district.name, 'district', area.length > 0 ? area : mandated.area, 0);
  }
}

/** The outline of some areas; nothing where they overlap, as an import may have left them: then there is no such outline. */
function sumOf(areas: readonly Area[]): Area {
  try {
    return outlineOf(areas);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

const isSame = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((each, i) => each === other[i]);
