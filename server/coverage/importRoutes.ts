import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CheckForm, ImportForm } from '../core/coverage/intake/forms.ts';
import { CheckedFile, ImportList, ImportState } from '../core/coverage/intake/schemas.ts';
import { Features } from '../core/coverage/schemas.ts';
import { Job } from '../core/jobs/schemas.ts';
import { FILE_LIMITS } from '../files/limits.ts';
import { callerOf } from '../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../http/requestKey.ts';
import { accepted, PreferHeaders, prefersAsync } from '../http/respondAsync.ts';
import { FORM, formReader, formValidator } from '../http/upload.ts';
import type { Jobs } from '../jobs/service.ts';
import { CHECK_BYTES, type FairUse, isPlanner, mostBytesOf, tooLarge } from './fairUse.ts';
import type { FileChecks, SentCheck } from './fileChecks.ts';
import type { ImportOrder, ImportService } from './imports.ts';

export interface ImportRoutesOptions {
  imports: ImportService;
  checks: FileChecks;
  fairUse: FairUse;
  jobs: Pick<Jobs, 'shown'>;
}

const readCheckForm = formReader(CheckForm);
const readImportForm = formReader(ImportForm);

const ImportId = Type.Object({ id: Type.String({ format: 'uuid', description: 'The id of an import' }) });

/** Boundaries from files: `/api/v1/coverage/imports` takes them in, `/api/v1/coverage/check-file` only checks them. */
export const importRoutes: FastifyPluginAsyncTypebox<ImportRoutesOptions> = async (
  app,
  { imports, checks, fairUse, jobs },
) => {
  const bodyLimit = FILE_LIMITS.fileBytes * 3;

  app.post(
    '/api/v1/coverage/check-file',
    {
      bodyLimit: CHECK_BYTES.planner,
      onRequest: fairUse.admit,
      schema: {
        operationId: 'checkFile',
        tags: ['coverage'],
        summary: 'Checks a boundary file of any format',
        ...FORM,
        body: CheckForm,
        headers: PreferHeaders,
        response: { 200: Type.Unsafe<string>(CheckedFile), 202: Job },
      },
      validatorCompiler: formValidator,
    },
    async (request, reply) => {
      const most = mostBytesOf(request);
      return fairUse.during(request, async () => {
        const sent = sentCheckOf((await readCheckForm(request, { bytes: most, refusal: () => tooLarge(most) })).parts);
        if (prefersAsync(request)) return accepted(reply, await jobs.shown(await checks.ask(callerOf(request), sent)));
        const { json } = await checks.check(sent, isPlanner(request));
        return reply.type('application/json; charset=utf-8').send(json);
      });
    },
  );

  app.post(
    '/api/v1/coverage/imports',
    {
      bodyLimit,
      schema: {
        operationId: 'startImport',
        tags: ['imports'],
        summary: 'Takes boundaries in from files',
        ...FORM,
        headers: RequestKeyHeaders,
        body: ImportForm,
        response: { 202: ImportState },
      },
      validatorCompiler: formValidator,
    },
    async (request, reply) => {
      const { parts, digest } = await readImportForm(request);
      const state = await imports.start(orderOf(parts), callerOf(request), requestKey(request, digest));
      return reply.code(202).header('location', `/api/v1/coverage/imports/${state.id}`).send(state);
    },
  );

  app.get(
    '/api/v1/coverage/imports',
    {
      schema: {
        operationId: 'listImports',
        tags: ['imports'],
        summary: 'Imports, newest first',
        response: { 200: ImportList },
      },
    },
    async () => ({ imports: await imports.list(50) }),
  );

  app.get(
    '/api/v1/coverage/imports/:id',
    {
      schema: {
        operationId: 'getImport',
        tags: ['imports'],
        summary: 'The state and report of an import',
        params: ImportId,
        response: { 200: ImportState },
      },
    },
    ({ params }) => imports.get(params.id),
  );

  app.get(
    '/api/v1/coverage/imports/:id/events',
    {
      schema: {
        operationId: 'followImport',
        tags: ['imports'],
        summary: 'The progress of an import as server-sent events',
        params: ImportId,
        response: { 200: { description: 'Events', content: { 'text/event-stream': { schema: Type.String() } } } },
      },
    },
    async ({ params }, reply) => {
      const first = await imports.get(params.id);
      const isFollowed = await imports.isFollowed(params.id);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const tell = (state: ImportState) => {
        stream.write(`event: import\ndata: ${JSON.stringify(state)}\n\n`);
        if (state.state !== 'running') stream.end();
      };
      if (isFollowed) stream.on('close', imports.follow(params.id, tell));
      else tell(first);
    },
  );

  app.get(
    '/api/v1/coverage/imports/:id/faults',
    {
      schema: {
        operationId: 'getImportFaults',
        tags: ['imports'],
        summary: 'The faults of an import as GeoJSON',
        params: ImportId,
        response: { 200: Type.Unsafe<object>(Features) },
      },
    },
    async ({ params }, reply) => {
      const { report } = await imports.get(params.id);
      reply.type('application/geo+json; charset=utf-8').serializer(JSON.stringify);
      return {
        type: 'FeatureCollection',
        features: (report?.faults ?? []).map(({ at, ...properties }) => ({
          type: 'Feature',
          properties,
          geometry: at,
        })),
      };
    },
  );

  app.post(
    '/api/v1/coverage/imports/:id/publish',
    {
      schema: {
        operationId: 'publishImport',
        tags: ['imports'],
        summary: 'Publishes an import that proves as the next generation; not by whoever took it in',
        params: ImportId,
        headers: RequestKeyHeaders,
        body: Type.Union([
          Type.Object(
            { note: Type.Optional(Type.String({ maxLength: 1000, format: 'visible-note' })) },
            { additionalProperties: false },
          ),
          Type.Null(),
        ]),
        response: { 200: Type.Object({ generation: Type.Integer() }) },
      },
    },
    async (request) => ({
      generation: await imports.publish(
        request.params.id,
        request.body?.note ?? '',
        callerOf(request),
        requestKey(request),
      ),
    }),
  );

  app.delete(
    '/api/v1/coverage/imports/:id',
    {
      schema: {
        operationId: 'discardImport',
        tags: ['imports'],
        summary: 'Discards an import',
        params: ImportId,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await imports.discard(request.params.id, callerOf(request));
      return reply.code(204).send(null);
    },
  );
};

const sentCheckOf = ({ file, parent, crs = 'wgs84', snapMetres = 0, ...chosen }: CheckForm): SentCheck => ({
  order: { crs, snapMetres, ...chosen },
  file,
  parent,
});

function orderOf({ crs = 'wgs84', snapMetres = 0, assignCodes = false, ...parts }: ImportForm): ImportOrder {
  return {
    district: parts.district,
    units: parts.units,
    grids: parts.grids,
    crs,
    snapMetres,
    assignCodes,
    wishes: {
      district: { layer: parts.districtLayer },
      units: { layer: parts.unitsLayer, codeColumn: parts.unitsCodeColumn },
      grids: { layer: parts.gridsLayer, codeColumn: parts.gridsCodeColumn },
    },
  };
}
