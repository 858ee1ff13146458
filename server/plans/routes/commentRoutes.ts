import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { NewPlanComment } from '../../core/plans/requests.ts';
import { PlanComment, PlanCommentList } from '../../core/plans/schemas.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { PlansService } from '../service.ts';
import { PlanId } from './routeParts.ts';

const CommentId = Type.Object({
  ...PlanId.properties,
  comment: Type.String({ format: 'uuid', description: 'The id of a remark' }),
});

/** Remarks on a plan, pinned to a place where they are about one: `/api/v1/plans/:id/comments`. */
export function commentRoutes(app: FastifyInstance, plans: PlansService): void {
  app.get<{ Params: { id: string } }>(
    '/api/v1/plans/:id/comments',
    {
      schema: {
        operationId: 'listPlanComments',
        tags: ['plans'],
        summary: 'The remarks on a plan, oldest first',
        params: PlanId,
        response: { 200: PlanCommentList },
      },
    },
    async (request) => ({ comments: await plans.comments(callerOf(request), request.params.id) }),
  );

  app.post<{ Params: { id: string }; Body: NewPlanComment }>(
    '/api/v1/plans/:id/comments',
    {
      schema: {
        operationId: 'addPlanComment',
        tags: ['plans'],
        summary: 'Adds a remark, pinned to a place or a grid',
        params: PlanId,
        headers: RequestKeyHeaders,
        body: NewPlanComment,
        response: { 201: PlanComment },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await plans.comment(callerOf(request), request.params.id, request.body, requestKey(request))),
  );

  app.post<{ Params: { id: string; comment: string } }>(
    '/api/v1/plans/:id/comments/:comment/resolve',
    {
      schema: {
        operationId: 'resolvePlanComment',
        tags: ['plans'],
        summary: 'Marks a remark as settled',
        params: CommentId,
        response: { 200: PlanComment },
      },
    },
    (request) => plans.resolve(callerOf(request), request.params.id, request.params.comment),
  );
}
