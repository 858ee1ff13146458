import { Type } from 'typebox';

/** The keyword by which a schema says that its geometries are GeoJSON, of which types (http/geometryKeyword.ts checks it). */
export const GEOMETRY_KEYWORD = 'x-geojson';

const AREAS = { [GEOMETRY_KEYWORD]: ['Polygon', 'MultiPolygon'] };

/** Ground as it is sent: a geometry or a feature. */
export const GroundSchema = Type.Unsafe<unknown>({
  type: 'object',
  description: 'Polygon or MultiPolygon, or a Feature of one',
  ...AREAS,
});

/** Areas as they are sent. */
export const areaCollection = (description: string) =>
  Type.Unsafe<unknown>({ type: 'object', description, properties: { features: AREAS } });
