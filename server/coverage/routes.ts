import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { NoteExport } from '../audit/exportNotes.ts';
import {
  AreaCollection,
  AreasQuery,
  BOUNDARY_FILE,
  Certificate,
  CoverageSummary,
  Crs,
  ExportQuery,
  Features,
  GenerationList,
  GenerationNumber,
  GenerationSummary,
  GivenOutline,
  GridDifference,
  Lineage,
  ValidationReport,
  ValidationRequest,
} from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import { Job } from '../core/jobs/schemas.ts';
import { NumberCursor, pageMembers } from '../core/paging.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { isUnchanged } from '../http/entityTag.ts';
import { readPage } from '../http/paging.ts';
import { callerOf } from '../http/principal.ts';
import { accepted, PreferHeaders, prefersAsync } from '../http/respondAsync.ts';
import { hungUp, sendFile, sendText } from '../http/streaming.ts';
import type { Jobs } from '../jobs/service.ts';
import type { ProofPool } from '../threads/proofPool.ts';
import { areaCollection } from './areaCollection.ts';
import type { CoverageExports } from './coverageExports.ts';
import { CHECK_BYTES, countBody, type FairUse, isPlanner } from './fairUse.ts';
import type { CoverageService } from './service.ts';

export interface CoverageRoutesOptions {
  coverage: CoverageService;
  files: BoundaryFiles;
  proofs: ProofPool;
  /** Where the files of those who plan no borders are written and checked: nobody who plans waits for them. */
  memberFiles: BoundaryFiles;
  memberProofs: ProofPool;
  fairUse: FairUse;
  noteExport: NoteExport;
  exports: CoverageExports;
  jobs: Pick<Jobs, 'shown'>;
}

const PAGE = { usual: 50, most: 200 };
const GenerationParams = Type.Object({ n: GenerationNumber });

/** The published coverage, its generations and the check of any file: `/api/v1/coverage`, `/api/v1/generations`. */
export const coverageRoutes: FastifyPluginAsyncTypebox<CoverageRoutesOptions> = async (
  app,
  { coverage, files, proofs, memberFiles, memberProofs, fairUse, noteExport, exports, jobs },
) => {
  app.get(
    '/api/v1/coverage',
    {
      schema: {
        operationId: 'getCoverage',
        tags: ['coverage'],
        summary: 'The partition in force and its proof',
        response: { 200: CoverageSummary },
      },
    },
    () => coverage.summary(),
  );

  app.get(
    '/api/v1/coverage/areas',
    {
      schema: {
        operationId: 'getAreas',
        tags: ['coverage'],
        summary: 'The areas of a level as GeoJSON',
        querystring: AreasQuery,
        response: { 200: AreaCollection },
      },
    },
    async (request, reply) => {
      const { level = 'grid', within = '', crs = 'wgs84', generation, at } = request.query;
      const chosen = await coverage.choose({ generation, at });
      const { data, text } = areaCollection(chosen, level, within, crs);
      if (isUnchanged(request, reply, { data, beginning: text(1) })) return reply;
      sendText(reply, 'application/geo+json; charset=utf-8', text());
      return reply;
    },
  );

  app.get(
    '/api/v1/coverage/export',
    {
      schema: {
        operationId: 'exportCoverage',
        tags: ['coverage'],
        summary: 'A level as a file: GeoJSON, GeoPackage, zipped Shapefile or KML, in any datum',
        querystring: ExportQuery,
        headers: PreferHeaders,
        response: { 200: BOUNDARY_FILE, 202: Job },
      },
    },
    async (request, reply) => {
      const order = await exports.orderOf(request.query);
      if (prefersAsync(request)) return accepted(reply, await jobs.shown(await exports.ask(callerOf(request), order)));
      const file = await exports.write(order, isPlanner(request) ? files : memberFiles, hungUp(reply));
      const target = exports.nameOf(order);
      await noteExport(request, { action: 'coverage.export', target, scope: coverage.district });
      sendFile(reply, target, file);
      return reply;
    },
  );

  app.get(
    '/api/v1/coverage/grids/:code/lineage',
    {
      schema: {
        operationId: 'getGridLineage',
        tags: ['coverage'],
        summary: 'Where a grid’s ground came from and went to, over all generations',
        params: Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$', description: 'The code of a grid' }) }),
        response: { 200: Lineage },
      },
    },
    ({ params: { code } }) => coverage.lineage(code),
  );

  app.get(
    '/api/v1/basemap',
    {
      schema: {
        operationId: 'getBasemap',
        tags: ['coverage'],
        summary: 'Streets and water to draw under the map',
        response: { 200: Type.Unsafe<string>(Features) },
      },
    },
    async (_request, reply) => {
      reply.type('application/geo+json; charset=utf-8');
      return coverage.basemap();
    },
  );

  app.get(
    '/api/v1/generations',
    {
      schema: {
        operationId: 'listGenerations',
        tags: ['coverage'],
        summary: 'Generations, newest first',
        querystring: Type.Object(pageMembers(PAGE, NumberCursor), { additionalProperties: false }),
        response: { 200: GenerationList },
      },
    },
    async (request, reply) => {
      const { limit = PAGE.usual, cursor = null } = request.query;
      const { entries } = await readPage(request, reply, {
        limit,
        read: (atMost) => coverage.generations(atMost, cursor),
        cursorOf: ({ generation }) => generation,
      });
      return { generations: entries };
    },
  );

  app.get(
    '/api/v1/generations/:n',
    {
      schema: {
        operationId: 'getGeneration',
        tags: ['coverage'],
        summary: 'One generation',
        params: GenerationParams,
        response: { 200: GenerationSummary },
      },
    },
    ({ params }) => coverage.generation(params.n),
  );

  app.get(
    '/api/v1/generations/:n/certificate',
    {
      schema: {
        operationId: 'getCertificate',
        tags: ['coverage'],
        summary: 'The certificate of a generation, for npm run verify',
        params: GenerationParams,
        response: { 200: Certificate },
      },
    },
    ({ params }) => coverage.certificate(params.n),
  );

  app.get(
    '/api/v1/generations/:n/outline',
    {
      schema: {
        operationId: 'getOutline',
        tags: ['coverage'],
        summary: 'The outline as the government gave it, by which a generation is proven, for npm run verify',
        params: GenerationParams,
        querystring: Type.Object({ crs: Type.Optional(Crs) }, { additionalProperties: false }),
        response: { 200: GivenOutline },
      },
    },
    async ({ params, query: { crs = 'wgs84' } }, reply) => {
      const outline = await coverage.givenOutline(params.n, crs);
      reply.serializer(JSON.stringify).type('application/geo+json; charset=utf-8');
      return outline;
    },
  );

  app.get(
    '/api/v1/generations/diff',
    {
      schema: {
        operationId: 'compareGenerations',
        tags: ['coverage'],
        summary: 'What changed between two generations, by grid',
        querystring: Type.Object(
          {
            from: GenerationNumber,
            to: GenerationNumber,
          },
          { additionalProperties: false },
        ),
        response: { 200: GridDifference },
      },
    },
    ({ query }) => coverage.difference(query.from, query.to),
  );

  validationRoute(app, { proofs, memberProofs, fairUse });
};

/** The check of any file. Its body goes to a thread as it came. */
function validationRoute(
  app: FastifyInstance,
  { proofs, memberProofs, fairUse }: Pick<CoverageRoutesOptions, 'proofs' | 'memberProofs' | 'fairUse'>,
): void {
  app.post(
    '/api/v1/coverage/validate',
    {
      bodyLimit: CHECK_BYTES.planner,
      onRequest: fairUse.admit,
      preParsing: countBody,
      config: { bodyElsewhere: true },
      schema: {
        operationId: 'validateBoundaries',
        tags: ['coverage'],
        summary: 'Checks any boundaries for gaps, overlaps and the rest',
        body: ValidationRequest,
        response: { 200: ValidationReport },
      },
      validatorCompiler: () => () => true,
      serializerCompiler: () => (answer) => String(answer),
    },
    async (request, reply) => {
      const answer = await fairUse.during(request, async () => {
        if (!Buffer.isBuffer(request.body) || request.body.length === 0)
          throw new Fault('bad-request', 'The body is empty where JSON was expected.');
        return (isPlanner(request) ? proofs : memberProofs).validate(request.body);
      });
      reply.type('application/json; charset=utf-8');
      return answer;
    },
  );
}
