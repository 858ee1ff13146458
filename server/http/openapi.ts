import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const PROBLEM = {
  description: 'The request was refused; `code` says why and `errors` where (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const PROBLEM_SCHEMA = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
  },
};

/** Collects the description of every route registered from now on: `/api/openapi.json`, readable at `/api/docs`. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gridwarden 网格管家',
        version: '1',
        description: 'Grid management of a district market-supervision bureau. Conventions: docs/api.md.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'gw_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
        schemas: { Problem: PROBLEM_SCHEMA },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transformObject: (document) =>
      ('openapiObject' in document ? withProblems(document.openapiObject) : document.swaggerObject) as never,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    indexPrefix: '',
    staticCSP: false,
    uiConfig: { url: '/api/openapi.json', docExpansion: 'list', deepLinking: true, validatorUrl: null },
    uiHooks: {
      onRequest: (_request, reply, done) => {
        reply.header('content-security-policy', DOCS_POLICY);
        done();
      },
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

const DOCS_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

interface Described {
  paths?: Record<string, Record<string, { responses?: Record<string, unknown> }>>;
}

/** Every operation may be refused, so none has to say so itself. */
function withProblems<T>(document: T): T {
  for (const operations of Object.values((document as Described).paths ?? {})) {
    for (const operation of Object.values(operations)) {
      operation.responses = { ...operation.responses, '4XX': PROBLEM };
    }
  }
  return document;
}
