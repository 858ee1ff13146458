import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EDIT_SCHEMAS, type Edit } from '../../core/coverage/edits/schemas.ts';
import { NumberCursor, pageMembers } from '../../core/paging.ts';
import { PlanRebasing } from '../../core/plans/requests.ts';
import { ChangesAnswer, EditAnswer, PlanDetail, PlanRecordList } from '../../core/plans/schemas.ts';
import { readPage } from '../../http/paging.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { PlansService } from '../service.ts';
import { PlanId } from './routeParts.ts';

/** Told apart by `op`, so that a refusal speaks of the verb that was meant. */
const AnyEdit = Type.Unsafe<Edit>({
  title: 'PlanEdit',
  type: 'object',
  required: ['op'],
  discriminator: { propertyName: 'op' },
  oneOf: Object.values(EDIT_SCHEMAS),
});

const PAGE = { usual: 100, most: 500 };

/** What is done to a plan's borders, and its record: `/api/v1/plans/:id/edits|changes|undo|redo|rebase`. */
export const editRoutes: FastifyPluginAsyncTypebox<{ plans: PlansService }> = async (app, { plans }) => {
  app.post(
    '/api/v1/plans/:id/edits',
    {
      schema: {
        operationId: 'editPlan',
        tags: ['plans'],
        summary: 'Edits a plan with one verb; refused with its reason where the coverage would not stay proven',
        params: PlanId,
        headers: RequestKeyHeaders,
        body: AnyEdit,
        response: { 201: EditAnswer },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await plans.edit(callerOf(request), request.params.id, request.body, requestKey(request))),
  );

  app.get(
    '/api/v1/plans/:id/edits',
    {
      schema: {
        operationId: 'listPlanEdits',
        tags: ['plans'],
        summary: 'A plan’s record, newest first',
        params: PlanId,
        querystring: Type.Object(pageMembers(PAGE, NumberCursor), { additionalProperties: false }),
        response: { 200: PlanRecordList },
      },
    },
    async (request, reply) => {
      const { limit = PAGE.usual, cursor = null } = request.query;
      const { entries } = await readPage(request, reply, {
        limit,
        read: (atMost) => plans.record(callerOf(request), request.params.id, atMost, cursor),
        cursorOf: ({ revision }) => revision,
      });
      return { edits: entries };
    },
  );

  app.get(
    '/api/v1/plans/:id/changes',
    {
      schema: {
        operationId: 'getPlanChanges',
        tags: ['plans'],
        summary: 'The grids that were touched after a revision, as they are now',
        params: PlanId,
        querystring: Type.Object(
          { since: Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'The revision that one has' }) },
          { additionalProperties: false },
        ),
        response: { 200: ChangesAnswer },
      },
    },
    async (request) =>
      plans.contents.changesSince(await plans.find(callerOf(request), request.params.id), request.query.since),
  );

  for (const step of ['undo', 'redo'] as const) {
    app.post(
      `/api/v1/plans/:id/${step}`,
      {
        schema: {
          operationId: `${step}PlanEdit`,
          tags: ['plans'],
          summary: step === 'undo' ? 'Takes back one’s own latest edit' : 'Does the edit again that one undid last',
          params: PlanId,
          headers: RequestKeyHeaders,
          response: { 200: EditAnswer },
        },
      },
      (request) => plans[step](callerOf(request), request.params.id, requestKey(request)),
    );
  }

  app.post(
    '/api/v1/plans/:id/rebase',
    {
      schema: {
        operationId: 'rebasePlan',
        tags: ['plans'],
        summary:
          'Moves a plan onto the newest generation, giving up what it did around colliding grids where `drop` names them',
        params: PlanId,
        body: Type.Union([PlanRebasing, Type.Null()]),
        response: { 200: PlanDetail },
      },
    },
    (request) => plans.rebase(callerOf(request), request.params.id, request.body?.drop ?? []),
  );
};
