import type { Collection, PropertyDescription } from './collections.ts';
import { GEOJSON_TYPE, HTML_TYPE, JSON_TYPE } from './links.ts';
import { PARAMETERS, SCHEMAS, schemaRef } from './openapiParts.ts';

/** The description of the `/ogc` API: OpenAPI 3.0, which is what GIS programs understand. */

const parameterRef = (name: string): object => ({ $ref: `#/components/parameters/${name}` });

const refusals = {
  '400': {
    description: 'A parameter is unknown or wrong',
    content: { 'application/problem+json': { schema: schemaRef('problem') } },
  },
  '401': { description: 'Not signed in' },
};

const answer = (description: string, schema: string, type = JSON_TYPE): object => ({
  '200': {
    description,
    content: { [type]: { schema: schemaRef(schema) }, [HTML_TYPE]: { schema: { type: 'string' } } },
  },
  ...refusals,
});

const describing = (operationId: string, summary: string, schema: string): object => ({
  get: {
    summary,
    operationId,
    tags: ['Capabilities'],
    parameters: [parameterRef('f')],
    responses: answer(summary, schema),
  },
});

const filterParameter = ([name, { type, description }]: [string, PropertyDescription]): object => ({
  name,
  in: 'query',
  description: `${description}; only features with exactly this value`,
  required: false,
  schema: { type },
  style: 'form',
  explode: false,
});

function collectionPaths({ id, title, properties }: Collection): [string, object][] {
  const missing = { '404': { description: 'There is no such feature' } };
  const items = ['limit', 'offset', 'bbox', 'bbox-crs', 'crs', 'datetime', 'f'].map(parameterRef);
  return [
    [`/collections/${id}`, describing(`describe_${id}`, `The collection ${title}`, 'collection')],
    [
      `/collections/${id}/items`,
      {
        get: {
          summary: `Features of ${title}`,
          operationId: `get_${id}`,
          tags: ['Data'],
          parameters: [...items, ...Object.entries(properties).map(filterParameter)],
          responses: answer('A page of features', 'featureCollection', GEOJSON_TYPE),
        },
      },
    ],
    [
      `/collections/${id}/items/{featureId}`,
      {
        get: {
          summary: `A feature of ${title}`,
          operationId: `get_${id}_feature`,
          tags: ['Data'],
          parameters: [parameterRef('featureId'), ...['crs', 'datetime', 'f'].map(parameterRef)],
          responses: { ...answer('The feature', 'feature', GEOJSON_TYPE), ...missing },
        },
      },
    ],
  ];
}

/** The whole description, for a service seen at `base`. */
export function describeFeatures(base: string, collections: readonly Collection[]): object {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Gridwarden 网格管家: OGC API - Features',
      version: '1.0.0',
      description:
        'The published boundaries for GIS programs. Sign in with Basic (any name, a token as the password) or a Bearer token.',
    },
    servers: [{ url: base }],
    tags: [
      { name: 'Capabilities', description: 'What there is and how it is asked for' },
      { name: 'Data', description: 'The boundaries' },
    ],
    security: [{ basic: [] }, { bearer: [] }],
    paths: {
      '/': describing('get_landing_page', 'The landing page', 'landingPage'),
      '/conformance': describing('get_conformance', 'What this API conforms to', 'confClasses'),
      '/collections': describing('get_collections', 'The collections', 'collections'),
      ...Object.fromEntries(collections.flatMap(collectionPaths)),
    },
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
      parameters: PARAMETERS,
      schemas: SCHEMAS,
    },
  };
}
