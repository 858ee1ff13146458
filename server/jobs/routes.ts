import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Fault } from '../core/fault.ts';
import { JOB_STATES, Job, JobList } from '../core/jobs/schemas.ts';
import { Choices, readChoices } from '../http/choices.ts';
import { callerOf } from '../http/principal.ts';
import type { Jobs } from './service.ts';

const JobId = Type.Object({ id: Type.String({ format: 'uuid', description: 'The id of a job' }) });
const MOST_LISTED = 100;

/** Background work: `/api/v1/jobs`. What one may not see is not there. */
export const jobRoutes: FastifyPluginAsyncTypebox<{ jobs: Jobs }> = async (app, { jobs }) => {
  app.get(
    '/api/v1/jobs',
    {
      schema: {
        operationId: 'listJobs',
        tags: ['jobs'],
        summary: 'Background work that one may see, newest first',
        querystring: Type.Object(
          {
            state: Type.Optional(Choices(JOB_STATES)),
            limit: Type.Optional(
              Type.Integer({ minimum: 1, maximum: MOST_LISTED, description: 'How many; default 50' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: JobList },
      },
    },
    async (request) => {
      const { state, limit = 50 } = request.query;
      const rows = await jobs.list(callerOf(request), { states: readChoices('state', state, JOB_STATES), limit });
      return { items: await Promise.all(rows.map((row) => jobs.shown(row))) };
    },
  );

  app.get(
    '/api/v1/jobs/:id',
    {
      schema: {
        operationId: 'getJob',
        tags: ['jobs'],
        summary: 'How far a job has come',
        params: JobId,
        response: { 200: Job },
      },
    },
    async (request) => jobs.shown(await jobs.find(callerOf(request), request.params.id)),
  );

  app.delete(
    '/api/v1/jobs/:id',
    {
      schema: {
        operationId: 'cancelJob',
        tags: ['jobs'],
        summary: 'Cancels a job; one that has ended stays as it is',
        params: JobId,
        response: { 200: Job },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return jobs.shown(await jobs.cancel(caller, await jobs.find(caller, request.params.id)));
    },
  );

  app.get(
    '/api/v1/jobs/:id/file',
    {
      schema: {
        operationId: 'downloadJobFile',
        tags: ['jobs'],
        summary: 'The file that came of a job',
        params: JobId,
        response: {
          200: {
            description: 'The file',
            content: {
              'application/octet-stream': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const file = await jobs.file(await jobs.find(callerOf(request), request.params.id));
      if (!file) throw new Fault('not-found', 'No file came of this job.');
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .send(file.bytes);
    },
  );
};
