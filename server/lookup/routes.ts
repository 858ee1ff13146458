import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { BatchAnswer, BatchRequest, LookupAnswer, LookupQuery } from '../core/locate/schemas.ts';
import type { LookupService } from './service.ts';

/** Which grid owns a spot: `/api/v1/lookup`. */
export const lookupRoutes: FastifyPluginAsyncTypebox<{ lookup: LookupService }> = async (app, { lookup }) => {
  app.get(
    '/api/v1/lookup',
    {
      schema: {
        operationId: 'lookUp',
        tags: ['lookup'],
        summary:
          'The grid that owns a spot, and who answers for it: names for those who are signed in, telephone numbers by role and scope',
        querystring: LookupQuery,
        response: { 200: LookupAnswer },
      },
    },
    ({ query, principal, ip }) => lookup.lookup(query, { principal, address: ip }),
  );

  app.post(
    '/api/v1/lookup/batch',
    {
      schema: {
        operationId: 'lookUpBatch',
        tags: ['lookup'],
        summary: 'The owners of up to 10,000 spots, in order',
        body: BatchRequest,
        response: { 200: BatchAnswer },
      },
      bodyLimit: 2 * 1024 * 1024,
    },
    ({ body }) => lookup.batch(body),
  );
};
