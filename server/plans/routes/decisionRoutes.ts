import type { FastifyInstance } from 'fastify';
import { PlanAnswer, PlanDecision, PlanPublication } from '../../core/plans/requests.ts';
import { PlanDetail, PlanThread } from '../../core/plans/schemas.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { DecisionOrder, PlanDecisions } from '../decisions/deciding.ts';
import type { PlansService } from '../service.ts';
import { PlanId } from './routeParts.ts';

/** What a body of any of these may hold. */
type Body = Partial<PlanPublication>;

const SUMMARIES = {
  submit: 'Submits a plan for approval',
  return: 'Gives a plan back to its planner, with the reason; not by whoever changed or submitted it',
  answer: 'Adds words to a plan’s thread that decide nothing',
  approve: 'Approves a plan; not by whoever changed or submitted it',
  withdraw: 'Gives a plan up',
  publish:
    'Publishes an approved plan, now or at a time, which may be set again; not by whoever changed or submitted it',
  unschedule: 'Calls off the time at which a plan was to be published',
} as const;
const BODIES = { answer: PlanAnswer, publish: PlanPublication } as const;

/**
 * What becomes of a plan: `/api/v1/plans/:id/submit|return|answer|approve|publish|unschedule|withdraw`, which all name the revision
 * that was read, take an `Idempotency-Key` and answer the plan; `/thread` tells it all.
 */
export function decisionRoutes(app: FastifyInstance, plans: PlansService, decisions: PlanDecisions): void {
  for (const [verb, summary] of Object.entries(SUMMARIES) as [keyof typeof SUMMARIES, string][]) {
    app.post<{ Params: { id: string }; Body: Body }>(
      `/api/v1/plans/:id/${verb}`,
      {
        schema: {
          operationId: `${verb}Plan`,
          tags: ['plans'],
          summary,
          params: PlanId,
          headers: RequestKeyHeaders,
          body: BODIES[verb as keyof typeof BODIES] ?? PlanDecision,
          response: { 200: PlanDetail },
        },
      },
      async (request) => {
        const { note: words = '', at, revision: read } = request.body;
        const [caller, { id }] = [callerOf(request), request.params];
        const order: DecisionOrder = {
          revision: read ?? null,
          note: words.trim(),
          request: requestKey(request),
        };
        const plan =
          verb === 'publish'
            ? await decisions.publish(caller, id, at ? new Date(at) : null, order)
            : await decisions[verb](caller, id, order);
        return plans.detail(caller, plan);
      },
    );
  }

  app.get<{ Params: { id: string } }>(
    '/api/v1/plans/:id/thread',
    {
      schema: {
        operationId: 'getPlanThread',
        tags: ['plans'],
        summary: 'What was decided and said about a plan, oldest first',
        params: PlanId,
        response: { 200: PlanThread },
      },
    },
    async (request) => ({ events: await plans.thread(callerOf(request), request.params.id) }),
  );
}
