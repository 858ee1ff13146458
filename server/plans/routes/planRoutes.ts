import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { NoteExport } from '../../audit/exportNotes.ts';
import { pageMembers, TextCursor } from '../../core/paging.ts';
import { NewPlan, PlanRenaming } from '../../core/plans/requests.ts';
import { PLAN_STATES, PlanDetail, PlanList, PlanSummary } from '../../core/plans/schemas.ts';
import { Choices, readChoices } from '../../http/choices.ts';
import { cursorOfKeys, readCursor, readPage } from '../../http/paging.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { Jobs } from '../../jobs/service.ts';
import type { PlanDecisions } from '../decisions/deciding.ts';
import type { PlanExports } from '../files/planExports.ts';
import type { PlanImports } from '../files/planImports.ts';
import type { PlanCursor } from '../queries/planQueries.ts';
import type { PlansService } from '../service.ts';
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
  exports: PlanExports;
  jobs: Pick<Jobs, 'shown'>;
}

const PAGE = { usual: 50, most: 200 };

/** Plans: `/api/v1/plans`. */
export const planRoutes: FastifyPluginAsyncTypebox<PlanRoutesOptions> = async (
  app,
  { plans, decisions, imports, noteExport, exports, jobs },
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
            state: Type.Optional(Choices(PLAN_STATES)),
            ...pageMembers(PAGE, TextCursor),
          },
          { additionalProperties: false },
        ),
        response: { 200: PlanList },
      },
    },
    async (request, reply) => {
      const { limit = PAGE.usual, cursor, state } = request.query;
      const states = readChoices('state', state, PLAN_STATES);
      const before = readCursor(cursor, planCursor);
      const { entries } = await readPage(request, reply, {
        limit,
        read: (atMost) => plans.list(callerOf(request), atMost, before, states),
        cursorOf: ({ updatedAt, id }) => cursorOfKeys(updatedAt, id),
      });
      return { plans: entries };
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
  await viewRoutes(app, { plans, noteExport, exports, jobs });
  importRoute(app, imports);
  decisionRoutes(app, plans, decisions);
  commentRoutes(app, plans);
};

/** Plans are listed by the time of their last change, then by their id. */
function planCursor([time = '', id = '']: readonly string[]): PlanCursor | null {
  const updatedAt = new Date(time);
  const isOurs = !Number.isNaN(updatedAt.getTime()) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isOurs ? { updatedAt, id } : null;
}
