import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Problem } from '../core/problem.ts';
import type { AccessRule } from './accessRules.ts';
import type { AccessTable } from './accessTable.ts';
import { nameSchemas } from './openapiNames.ts';

/** What each `tags` entry of a route's schema stands for. */
const TAGS: Readonly<Record<string, string>> = {
  session: 'Signing in and out',
  tokens: 'Tokens, by which programs sign in',
  accounts: 'The administration of accounts',
  audit: 'Who did what when',
  settings: 'What the operator chose for this installation',
  coverage: 'The published boundaries, their generations and proofs',
  imports: 'Taking boundaries in from files',
  lookup: 'Which grid owns a spot',
  places: 'Businesses and addresses as weighted points',
  plans: 'Changes of boundaries before they are published',
  jobs: 'Work in the background',
  events: 'What happens, as it happens',
  operation: 'For whoever runs the service',
};

/** Collects the description of every route registered from now on: `/api/openapi.json`, readable at `/api/docs`. */
export async function describeApi(app: FastifyInstance, access: AccessTable): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gridwarden 网格管家',
        version: '1',
        description: 'Grid management of a district market-supervision bureau. Conventions: docs/api.md.',
      },
      servers: [{ url: '/', description: 'The service that this description comes from' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'gw_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
        schemas: { Problem: Problem as object },
        responses: { Problem: PROBLEM },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: ({ schema, url, route }) => ({
      // A description of `/ogc` and of files has no schema of ours.
      schema: schema && withSecurity(schema, access.ruleOf([route.method].flat()[0] ?? 'GET', route.url)),
      url,
    }),
    transformObject: (document) =>
      ('openapiObject' in document ? finished(document.openapiObject) : document.swaggerObject) as never,
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

const PROBLEM = {
  description: 'The request was refused; `code` says why and `errors` where (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const DOCS_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** How one signs in for a route, where that is not by session or token alike. */
function withSecurity(schema: FastifySchema, rule: AccessRule): FastifySchema {
  if ('open' in rule) return { ...schema, security: [] };
  if (rule.openWhen !== undefined) return { ...schema, security: [{}, { session: [] }, { token: [] }] };
  return rule.by === 'session' ? { ...schema, security: [{ session: [] }] } : schema;
}

interface Described {
  paths?: Record<string, Record<string, { responses?: Record<string, { description?: string }> }>>;
  components?: { schemas?: Record<string, unknown> };
}

/** Every operation may be refused and may find the service away, so none has to say so itself. */
function finished<T>(document: T): T {
  const described = document as Described;
  const refused = { $ref: '#/components/responses/Problem' };
  for (const operation of Object.values(described.paths ?? {}).flatMap((operations) => Object.values(operations))) {
    for (const [status, response] of Object.entries(operation.responses ?? {}))
      if (response.description === 'Default Response') response.description = STATUS_CODES[status] ?? '';
    operation.responses = { ...operation.responses, '4XX': refused as never, '5XX': refused as never };
  }
  nameSchemas(described);
  return document;
}
