import { COORDINATE_SYSTEMS, CRS84 } from './crs.ts';
import { PAGE } from './parameters.ts';

/** The parts of the `/ogc` description that its paths refer to. */

export const schemaRef = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const query = (name: string, description: string, schema: object, more: object = {}): object => ({
  name,
  in: 'query',
  description,
  required: false,
  schema,
  style: 'form',
  explode: false,
  ...more,
});

const crsSchema = { type: 'string', format: 'uri', default: CRS84.uri, enum: COORDINATE_SYSTEMS.map(({ uri }) => uri) };

export const PARAMETERS = {
  limit: query('limit', 'Features per page', { type: 'integer', minimum: 1, maximum: PAGE.most, default: PAGE.usual }),
  offset: query('offset', 'Features to skip', { type: 'integer', minimum: 0, default: 0 }),
  bbox: query('bbox', 'Only features that meet this box', {
    type: 'array',
    oneOf: [
      { minItems: 4, maxItems: 4 },
      { minItems: 6, maxItems: 6 },
    ],
    items: { type: 'number' },
  }),
  'bbox-crs': query('bbox-crs', 'The coordinate system of bbox', crsSchema),
  crs: query('crs', 'The coordinate system of the answer', crsSchema),
  datetime: query('datetime', 'The boundaries in force at this time, or last in force in this interval', {
    type: 'string',
  }),
  f: query('f', 'The form of the answer', { type: 'string', enum: ['json', 'html'] }),
  featureId: { name: 'featureId', in: 'path', description: 'The code', required: true, schema: { type: 'string' } },
};

const object = (properties: object, required: string[] = []): object => ({
  type: 'object',
  // OpenAPI 3.0 knows no empty list here.
  ...(required.length > 0 ? { required } : {}),
  properties,
});
const links = { type: 'array', items: schemaRef('link') };
const text = { type: 'string' };

export const SCHEMAS = {
  link: object({ href: text, rel: text, type: text, title: text }, ['href']),
  landingPage: object({ title: text, description: text, links }, ['links']),
  confClasses: object({ conformsTo: { type: 'array', items: text } }, ['conformsTo']),
  collection: object(
    {
      id: text,
      title: text,
      description: text,
      links,
      extent: { type: 'object' },
      crs: { type: 'array', items: text },
    },
    ['id', 'links'],
  ),
  collections: object({ links, collections: { type: 'array', items: schemaRef('collection') } }, [
    'links',
    'collections',
  ]),
  feature: object(
    {
      type: { type: 'string', enum: ['Feature'] },
      id: text,
      properties: { type: 'object' },
      geometry: { type: 'object' },
      links,
    },
    ['type', 'properties', 'geometry'],
  ),
  featureCollection: object(
    {
      type: { type: 'string', enum: ['FeatureCollection'] },
      links,
      numberMatched: { type: 'integer' },
      numberReturned: { type: 'integer' },
      features: { type: 'array', items: schemaRef('feature') },
    },
    ['type', 'features'],
  ),
  problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text, code: text }),
};
