import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Fault } from '../../core/fault.ts';
import { NewPlan, PlanRenaming } from '../../core/plans/requests.ts';
import { PLAN_STATES, PlanDetail, PlanList, type PlanState, PlanSummary } from '../../core/plans/schemas.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { NoteExport } from '../../people/service.ts';
import type { PlanImports } from '../edits/planImports.ts';
import type { PlanCursor } from '../queries/planQueries.ts';
import type { PlansService } from '../service.ts';
import type { PlanDecisions } from '../workflow/deciding.ts';
import { commentRoutes } from './commentRoutes.ts';
import { decisionRoutes } from './decisionRoutes.ts';
import { editRoutes } from './editRoutes.ts';
import { importRoute } from './importRoute.ts';
import { PlanId } from './routeParts.ts';
import { viewRoutes } from './viewRoutes.ts';

export interface PlanRoutesOptions {
  plans: PlansService;
  decisions: PlanDecisions;
  imports: PlanImports;
  noteExport: NoteExport;
}

/** Plans: `/api/v1/plans`. */
export const planRoutes: FastifyPluginAsyncTypebox<PlanRoutesOptions> = async (
  app,
  { plans, decisions, imports, noteExport },
) => {
  app.post(
    '/api/v1/plans',
    {
      schema: {
        operationId: 'createPlan',
        tags: ['plans'],
        summary: 'Begins a plan on the newest generation',
        headers: RequestKeyHeaders,
        body: NewPlan,
        response: { 201: PlanSummary },
      },
    },
    async (request, reply) => {
      const plan = await plans.create(callerOf(request), request.body, requestKey(request));
      return reply.code(201).header('location', `/api/v1/plans/${plan.id}`).send(plan);
    },
  );

  app.get(
    '/api/v1/plans',
    {
      schema: {
        operationId: 'listPlans',
        tags: ['plans'],
        summary: 'The plans that touch one’s area, those changed last first',
        querystring: Type.Object(
          {
            state: Type.Optional(
              Type.String({ maxLength: 100, description: 'One or more states, separated by commas' }),
            ),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'How many; default 50' })),
            cursor: Type.Optional(
              Type.String({ maxLength: 100, description: 'As the `Link` of the page before gave it' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: PlanList },
      },
    },
    async (request, reply) => {
      const { limit = 50, cursor, state } = request.query;
      const states = (state?.split(',') ?? []) as PlanState[];
      if (states.some((one) => !PLAN_STATES.includes(one)))
        throw new Fault('invalid-input', `A state is one of ${PLAN_STATES.join(', ')}.`, [
          { path: '/state', message: 'unknown' },
        ]);
      const list = await plans.list(callerOf(request), limit, cursor ? cursorFrom(cursor) : null, states);
      const last = list.at(-1);
      if (last && list.length === limit)
        reply.header('link', `</api/v1/plans?limit=${limit}&cursor=${last.updatedAt}~${last.id}>; rel="next"`);
      return { plans: list };
    },
  );

  app.get(
    '/api/v1/plans/:id',
    {
      schema: {
        operationId: 'getPlan',
        tags: ['plans'],
        summary: 'A plan',
        params: PlanId,
        response: { 200: PlanDetail },
      },
    },
    (request) => plans.get(callerOf(request), request.params.id),
  );

  app.patch(
    '/api/v1/plans/:id',
    {
      schema: {
        operationId: 'renamePlan',
        tags: ['plans'],
        summary: 'Gives a plan another title or note',
        params: PlanId,
        body: PlanRenaming,
        response: { 200: PlanDetail },
      },
    },
    (request) => plans.rename(callerOf(request), request.params.id, request.body),
  );

  await editRoutes(app, { plans });
  await viewRoutes(app, { plans, noteExport });
  importRoute(app, imports);
  decisionRoutes(app, plans, decisions);
  commentRoutes(app, plans);
};

/** A cursor names the last plan of a page: its time, a tilde and its id. Throws `invalid-input` for anything else. */
function cursorFrom(text: string): PlanCursor {
  const [time = '', id = ''] = text.split('~');
  const updatedAt = new Date(time);
  if (Number.isNaN(updatedAt.getTime()) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new Fault('invalid-input', 'The cursor is not one of ours.', [{ path: '/cursor', message: 'unknown' }]);
  return { updatedAt, id };
}
