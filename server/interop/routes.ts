import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged } from '../http/entityTag.ts';
import { streamOf } from '../http/streaming.ts';
import { CONFORMANCE, collectionDocument, collectionsDocument, landingPage } from './documents.ts';
import {
  apiPage,
  collectionsPage,
  conformancePage,
  documentPage,
  featurePage,
  featuresPage,
  PAGE_POLICY,
} from './html.ts';
import { GEOJSON_TYPE, JSON_TYPE, OPENAPI_TYPE, type Seen } from './links.ts';
import { describeFeatures } from './openapi.ts';
import {
  type Format,
  type RawParameters,
  readFeatureQuery,
  readFormat,
  readItemQuery,
  refuseUnknown,
} from './parameters.ts';
import { type Collections, featureDocument, pageOf, pageText } from './service.ts';

export interface InteropRoutesOptions {
  collections: Collections;
}

const ROOT = '/ogc';
/** These routes have a description of their own, which the standard wants in OpenAPI 3.0. */
const described = { schema: { hide: true }, onSend: tellWhatItVariesBy };

/** OGC API - Features, Parts 1 and 2, for GIS programs: `/ogc`. */
export async function interopRoutes(app: FastifyInstance, { collections }: InteropRoutesOptions): Promise<void> {
  describingRoutes(app, collections);
  itemRoutes(app, collections);
}

function describingRoutes(app: FastifyInstance, collections: Collections): void {
  for (const path of [ROOT, `${ROOT}/`]) {
    app.get(path, described, (request, reply) => {
      const { seen, format } = readPlain(request, '');
      const document = landingPage(seen, format);
      return send(reply, format, JSON_TYPE, document, () => documentPage(document, seen.base));
    });
  }
  app.get(`${ROOT}/conformance`, described, (request, reply) => {
    const { seen, format } = readPlain(request, '/conformance');
    return send(reply, format, JSON_TYPE, { conformsTo: CONFORMANCE }, () => conformancePage(seen.base));
  });
  app.get(`${ROOT}/api`, described, (request, reply) => {
    const { seen, format } = readPlain(request, '/api');
    const description = describeFeatures(seen.base, collections.all());
    return send(reply, format, OPENAPI_TYPE, description, () => apiPage(seen.base, description));
  });
  app.get(`${ROOT}/api.html`, described, (request, reply) => {
    const { seen } = readPlain(request, '/api.html');
    const description = describeFeatures(seen.base, collections.all());
    return send(reply, 'html', OPENAPI_TYPE, description, () => apiPage(seen.base, description));
  });
  app.get(`${ROOT}/collections`, described, (request, reply) => {
    const { seen, format } = readPlain(request, '/collections');
    const document = collectionsDocument(collections.all(), seen, format);
    return send(reply, format, JSON_TYPE, document, () => collectionsPage(document.collections, seen.base));
  });
  app.get<{ Params: { id: string } }>(`${ROOT}/collections/:id`, described, (request, reply) => {
    const collection = collections.named(request.params.id);
    const { seen, format } = readPlain(request, `/collections/${collection.id}`);
    const document = collectionDocument(collection, seen, format);
    return send(reply, format, JSON_TYPE, document, () => documentPage(document, seen.base));
  });
}

function itemRoutes(app: FastifyInstance, collections: Collections): void {
  app.get<{ Params: { id: string } }>(`${ROOT}/collections/:id/items`, described, async (request, reply) => {
    const collection = collections.named(request.params.id);
    const query = readFeatureQuery(parametersOf(request), collection);
    const format = readFormat(parametersOf(request), request.headers.accept);
    const seen = seenFrom(request, `/collections/${collection.id}/items`);
    const page = await pageOf(collection, query, seen, format);
    const text = (most?: number) =>
      format === 'html' ? featuresPage(collection, seen.base, page, most) : pageText(page, most);
    reply.header('content-crs', `<${query.crs.uri}>`);
    if (isUnchanged(request, reply, { data: page.data, beginning: text(1) })) return reply;
    return typed(reply, format, GEOJSON_TYPE).send(streamOf(text()));
  });
  app.get<{ Params: { id: string; fid: string } }>(
    `${ROOT}/collections/:id/items/:fid`,
    described,
    async (request, reply) => {
      const collection = collections.named(request.params.id);
      const query = readItemQuery(parametersOf(request));
      const format = readFormat(parametersOf(request), request.headers.accept);
      const seen = seenFrom(request, `/collections/${collection.id}/items/${encodeURIComponent(request.params.fid)}`);
      const feature = await featureDocument(collection, request.params.fid, query, seen, format);
      reply.header('content-crs', `<${query.crs.uri}>`);
      return send(reply, format, GEOJSON_TYPE, feature, () => featurePage(seen.base, feature));
    },
  );
}

/** The form goes by what is accepted, and what may be seen by who asks. */
async function tellWhatItVariesBy(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (reply.statusCode < 300 || reply.statusCode === 304) reply.header('vary', 'accept, authorization, cookie');
}

const parametersOf = (request: FastifyRequest): RawParameters => request.query as RawParameters;

function seenFrom(request: FastifyRequest, path: string): Seen {
  const question = request.url.indexOf('?');
  const query = new URLSearchParams(question < 0 ? '' : request.url.slice(question + 1));
  return { base: `${request.protocol}://${request.host}${ROOT}`, path, query };
}

/** For documents that take no parameter but their form. */
function readPlain(request: FastifyRequest, path: string): { seen: Seen; format: Format } {
  refuseUnknown(parametersOf(request), ['f']);
  return { seen: seenFrom(request, path), format: readFormat(parametersOf(request), request.headers.accept) };
}

/**
 * Sends JSON or a page. JSON goes out as bytes: no serialiser walks the coordinates once more, and the media type stays as it is
 * written (Fastify would put quotation marks around `3.0`, which GDAL takes for another type).
 */
function send(
  reply: FastifyReply,
  format: Format,
  jsonType: string,
  document: object,
  toPage: () => string,
): FastifyReply {
  return typed(reply, format, jsonType).send(format === 'html' ? toPage() : Buffer.from(JSON.stringify(document)));
}

/** With the media type of the form; a page with its policy too. */
function typed(reply: FastifyReply, format: Format, jsonType: string): FastifyReply {
  if (format === 'html') return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8');
  return reply.type(jsonType === OPENAPI_TYPE ? jsonType : `${jsonType}; charset=utf-8`);
}
