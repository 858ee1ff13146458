import { unitOf } from '../core/codes/codes.ts';
import type { Level } from '../core/coverage/schemas.ts';
import type { LevelArea, LoadedCoverage } from '../coverage/service.ts';

/** A property of a collection's features: its type, and what it says. */
export interface PropertyDescription {
  type: 'string' | 'number' | 'integer';
  description: string;
}

/** A collection of OGC API - Features. */
export interface Collection {
  id: string;
  level: Level;
  title: string;
  description: string;
  properties: Readonly<Record<string, PropertyDescription>>;
}

/** Properties of one feature; plain values only, which every GIS program can put into a column. */
export type Attributes = Readonly<Record<string, string | number>>;

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

/** The collections served. Each is a level of the published coverage. */
export const COLLECTIONS: readonly Collection[] = [
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

/** The attributes of an area, as its collection describes them. */
export function attributesOf(collection: Collection, { properties }: LevelArea, coverage: LoadedCoverage): Attributes {
  const { code, name, areaSquareMetres, revision } = properties;
  const unit = coverage.units.get(unitOf(code));
  return {
    code,
    name,
    ...(collection.level === 'grid' && unit ? { unit: unit.code, unitName: unit.name } : {}),
    ...(collection.level === 'district' ? {} : { district: coverage.district.code }),
    areaSquareMetres,
    revision,
    generation: coverage.generation,
  };
}
