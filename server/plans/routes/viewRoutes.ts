import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { NoteExport } from '../../audit/exportNotes.ts';
import { mendsOf } from '../../core/coverage/mends.ts';
import { AreasQuery, BOUNDARY_FILE, ExportQuery } from '../../core/coverage/schemas.ts';
import { Job } from '../../core/jobs/schemas.ts';
import { Impact } from '../../core/plans/impactSchemas.ts';
import { PlanAreas, PlanFaultList, PlanFrame } from '../../core/plans/schemas.ts';
import { callerOf } from '../../http/principal.ts';
import { accepted, PreferHeaders, prefersAsync } from '../../http/respondAsync.ts';
import { hungUp, sendFile, sendText } from '../../http/streaming.ts';
import type { Jobs } from '../../jobs/service.ts';
import type { PlanExports } from '../files/planExports.ts';
import type { PlansService } from '../service.ts';
import { PlanId } from './routeParts.ts';

export interface ViewRoutesOptions {
  plans: PlansService;
  noteExport: NoteExport;
  exports: PlanExports;
  jobs: Pick<Jobs, 'shown'>;
}

/** What a plan amounts to: `/api/v1/plans/:id/areas|frame|faults|impact|export`. */
export const viewRoutes: FastifyPluginAsyncTypebox<ViewRoutesOptions> = async (
  app,
  { plans, noteExport, exports, jobs },
) => {
  const { contents } = plans;

  app.get(
    '/api/v1/plans/:id/areas',
    {
      schema: {
        operationId: 'getPlanAreas',
        tags: ['plans'],
        summary: 'The areas of a plan as GeoJSON, each with its revision',
        params: PlanId,
        querystring: Type.Omit(AreasQuery, ['at', 'generation'], { additionalProperties: false }),
        response: { 200: PlanAreas },
      },
    },
    async (request, reply) => {
      const { level = 'grid', crs = 'wgs84', within } = request.query;
      const plan = await plans.find(callerOf(request), request.params.id);
      const pieces = await contents.areas(plan, level, crs, within);
      sendText(reply, 'application/geo+json; charset=utf-8', pieces);
      return reply;
    },
  );

  app.get(
    '/api/v1/plans/:id/frame',
    {
      schema: {
        operationId: 'getPlanFrame',
        tags: ['plans'],
        summary: 'What the grids of a plan stand in: units, outlines and codes, for an editor that tries edits itself',
        params: PlanId,
        response: { 200: PlanFrame },
      },
    },
    async (request, reply) => {
      const frame = await contents.frame(await plans.find(callerOf(request), request.params.id));
      reply.serializer(JSON.stringify);
      return frame;
    },
  );

  app.get(
    '/api/v1/plans/:id/faults',
    {
      schema: {
        operationId: 'getPlanFaults',
        tags: ['plans'],
        summary: 'What keeps a plan from being a coverage, at all three levels',
        params: PlanId,
        response: { 200: PlanFaultList },
      },
    },
    async (request, reply) => {
      const faults = await contents.faultsOf(await plans.find(callerOf(request), request.params.id));
      reply.serializer(JSON.stringify);
      return { faults: faults.map((fault) => ({ ...fault, mends: mendsOf(fault) })) };
    },
  );

  app.get(
    '/api/v1/plans/:id/impact',
    {
      schema: {
        operationId: 'getPlanImpact',
        tags: ['plans'],
        summary: 'What a plan would change for whom',
        params: PlanId,
        response: { 200: Impact },
      },
    },
    async (request) => contents.impact(await plans.find(callerOf(request), request.params.id)),
  );

  app.get(
    '/api/v1/plans/:id/export',
    {
      schema: {
        operationId: 'exportPlan',
        tags: ['plans'],
        summary: 'A plan as a file: GeoJSON, GeoPackage, zipped Shapefile or KML, in any datum',
        params: PlanId,
        querystring: Type.Omit(ExportQuery, ['at', 'generation'], { additionalProperties: false }),
        headers: PreferHeaders,
        response: { 200: BOUNDARY_FILE, 202: Job },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { format = 'geojson', level = 'grid', crs = 'wgs84' } = request.query;
      const plan = await plans.find(caller, request.params.id);
      if (prefersAsync(request))
        return accepted(reply, await jobs.shown(await exports.ask(caller, plan, { level, format, crs })));
      const file = await contents.exportFile(plan, { level, format, crs }, hungUp(reply));
      await noteExport(request, { action: 'plan.export', target: file.name, scope: plan.scope });
      sendFile(reply, file.name, file);
      return reply;
    },
  );
};
