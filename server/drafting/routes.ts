import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { DraftOrder, DraftState } from '../core/drafting/schemas.ts';
import { callerOf } from '../http/principal.ts';
import type { DraftService } from './service.ts';

export interface DraftRoutesOptions {
  drafts: DraftService;
}

const PlanId = Type.Object({ id: Type.String({ format: 'uuid', description: 'The id of a plan' }) });
const JobId = Type.Object({
  ...PlanId.properties,
  job: Type.String({ format: 'uuid', description: 'The id of a draft' }),
});

/** Drafts by themselves: `/api/v1/plans/:id/draft`. */
export const draftRoutes: FastifyPluginAsyncTypebox<DraftRoutesOptions> = async (app, { drafts }) => {
  app.post(
    '/api/v1/plans/:id/draft',
    {
      schema: {
        operationId: 'startDraft',
        tags: ['plans'],
        summary: 'Drafts balanced grids for a unit or the district; the result is one edit of the plan',
        params: PlanId,
        body: DraftOrder,
        response: { 202: DraftState },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const state = await drafts.start(callerOf(request), params.id, body);
      return reply.code(202).header('location', `/api/v1/plans/${params.id}/draft/${state.id}`).send(state);
    },
  );

  app.get(
    '/api/v1/plans/:id/draft/:job',
    {
      schema: {
        operationId: 'getDraft',
        tags: ['plans'],
        summary: 'The state of a draft, and the balance it achieved',
        params: JobId,
        response: { 200: DraftState },
      },
    },
    (request) => drafts.get(callerOf(request), request.params.id, request.params.job),
  );

  app.delete(
    '/api/v1/plans/:id/draft/:job',
    {
      schema: {
        operationId: 'cancelDraft',
        tags: ['plans'],
        summary: 'Cancels a draft',
        params: JobId,
        response: { 200: DraftState },
      },
    },
    (request) => drafts.cancel(callerOf(request), request.params.id, request.params.job),
  );
};
