import { unitOf } from '../core/codes/codes.ts';
import type { Level } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import { boundingBox } from '../core/geometry/lattice.ts';
import {
  type Attributes,
  type Collection,
  type CollectionFeature,
  type FeatureChoice,
  meetsBox,
} from '../interop/service.ts';
import type { LevelArea, LoadedCoverage } from './loadedCoverage.ts';
import type { CoverageService } from './service.ts';

const COMMON: Collection['properties'] = {
  code: { type: 'string', description: 'The code: two digits a district, four a unit, six a grid' },
  name: { type: 'string', description: 'The name' },
};
const MEASURES: Collection['properties'] = {
  areaSquareMetres: { type: 'number', description: 'Area on the ellipsoid' },
  revision: { type: 'integer', description: 'Counts the versions of the area' },
  generation: { type: 'integer', description: 'The published generation it belongs to' },
};
const DISTRICT: Collection['properties'] = { district: { type: 'string', description: 'Code of the district' } };
const UNIT: Collection['properties'] = {
  unit: { type: 'string', description: 'Code of the unit' },
  unitName: { type: 'string', description: 'Name of the unit' },
};

type Description = Pick<Collection, 'id' | 'title' | 'description' | 'properties'> & { level: Level };

const DESCRIPTIONS: readonly Description[] = [
  {
    id: 'districts',
    level: 'district',
    title: '管理片区 Districts',
    description: 'The district, the sum of its units',
    properties: { ...COMMON, ...MEASURES },
  },
  {
    id: 'units',
    level: 'unit',
    title: '管理单元 Units',
    description: 'The units (market-supervision offices), each the sum of its grids',
    properties: { ...COMMON, ...DISTRICT, ...MEASURES },
  },
  {
    id: 'grids',
    level: 'grid',
    title: '管理网格 Grids',
    description: 'The grids; together they cover the district without gap or overlap',
    properties: { ...COMMON, ...UNIT, ...DISTRICT, ...MEASURES },
  },
];

/** The levels of the published coverage as collections for GIS programs. Before the first generation they are empty. */
export const coverageCollections = (coverage: CoverageService): Collection[] =>
  DESCRIPTIONS.map(({ level, ...description }) => ({
    ...description,
    extent: () =>
      boundingBox(
        coverage
          .current()
          .areas(level)
          .flatMap(({ area }) => area),
      ),
    choose: async (choice) => {
      const loaded = await inForce(coverage, choice.at);
      if (!loaded) return { data: '', matched: 0, features: [] };
      const matching = matchingAreas(loaded, level, choice);
      const { offset, limit } = choice;
      return {
        data: loaded.version,
        matched: matching.length,
        features: matching.slice(offset, offset + limit).map((area) => featureOf(area, level, loaded)),
      };
    },
    feature: async (id, at) => {
      const loaded = await inForce(coverage, at);
      const found = loaded?.areas(level).find(({ properties }) => properties.code === id);
      return loaded && found ? featureOf(found, level, loaded) : null;
    },
  }));

/** The coverage in force at a time; null when there was none yet. */
async function inForce(coverage: CoverageService, at: string | undefined): Promise<LoadedCoverage | null> {
  if (at === undefined) return coverage.current();
  try {
    return await coverage.choose({ at });
  } catch (error) {
    if (error instanceof Fault && error.code === 'not-found') return null;
    throw error;
  }
}

function matchingAreas(
  loaded: LoadedCoverage,
  level: Level,
  { boxes, filters }: Pick<FeatureChoice, 'boxes' | 'filters'>,
): readonly LevelArea[] {
  const all = loaded.areas(level);
  if (filters.size === 0 && boxes.length === 0) return all;
  return all.filter((area) => {
    const attributes = attributesOf(area, level, loaded);
    const fits = [...filters].every(([name, wanted]) => String(attributes[name]) === wanted);
    return fits && (boxes.length === 0 || boxes.some((box) => meetsBox(area.area, box)));
  });
}

const featureOf = (area: LevelArea, level: Level, loaded: LoadedCoverage): CollectionFeature => ({
  id: area.properties.code,
  attributes: attributesOf(area, level, loaded),
  area: area.area,
});

function attributesOf({ properties }: LevelArea, level: Level, loaded: LoadedCoverage): Attributes {
  const { code, name, areaSquareMetres, revision } = properties;
  const unit = loaded.units.get(unitOf(code));
  return {
    code,
    name,
    ...(level === 'grid' && unit ? { unit: unit.code, unitName: unit.name } : {}),
    ...(level === 'district' ? {} : { district: loaded.district.code }),
    areaSquareMetres,
    revision,
    generation: loaded.generation,
  };
}
