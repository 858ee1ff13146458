import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { PlanDetail } from '../core/plans/schemas.ts';
import type { PlanDecisions } from './deciding.ts';
import { known, PlanId } from './routeParts.ts';
import type { PlansService } from './service.ts';

const Note = Type.Object({ note: Type.Optional(Type.String({ maxLength: 4000 })) }, { additionalProperties: false });
const When = Type.Object(
  {
    note: Note.properties.note,
    at: Type.Optional(Type.String({ format: 'date-time', description: 'Later than now: published by itself then' })),
  },
  { additionalProperties: false },
);
interface Body {
  note?: string;
  at?: string;
}

const SUMMARIES = {
  submit: 'Submits a plan for approval',
  return: 'Gives a plan back to its planner, with the reason',
  approve: 'Approves a plan; not by whoever submitted it',
  withdraw: 'Gives a plan up',
  publish: 'Publishes an approved plan, now or at a time',
} as const;

/** What becomes of a plan: `/api/v1/plans/:id/submit|return|approve|publish|withdraw`. All answer the plan. */
export function decisionRoutes(app: FastifyInstance, plans: PlansService, decisions: PlanDecisions): void {
  for (const [verb, summary] of Object.entries(SUMMARIES) as [keyof typeof SUMMARIES, string][]) {
    app.post<{ Params: { id: string }; Body: Body | null }>(
      `/api/v1/plans/:id/${verb}`,
      {
        schema: {
          tags: ['plans'],
          summary,
          params: PlanId,
          body: Type.Union([verb === 'publish' ? When : Note, Type.Null()]),
          response: { 200: PlanDetail },
        },
      },
      async (request) => {
        const { note = '', at } = request.body ?? {};
        const [principal, { id }, address] = [known(request), request.params, request.ip];
        const plan =
          verb === 'publish'
            ? await decisions.publish(principal, id, at ? new Date(at) : null, note.trim(), address)
            : await decisions[verb](principal, id, note.trim(), address);
        return plans.detail(principal, plan);
      },
    );
  }
}
