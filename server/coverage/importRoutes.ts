import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CheckedFile, ImportList, ImportState } from '../core/coverage/intake/schemas.ts';
import { Crs, Features } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { Area } from '../core/geometry/lattice.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { crsOf, readPackedFile, snapMetresOf, textOf } from '../files/boundaryForm.ts';
import { FILE_LIMITS } from '../files/limits.ts';
import { digestOf, readForm } from '../http/form.ts';
import { callerOf } from '../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../http/requestKey.ts';
import type { ProofPool } from '../threads/proofPool.ts';
import { CHECK_BYTES, type FairUse, isPlanner, mostBytesOf, tooLarge } from './fairUse.ts';
import type { ImportService } from './imports.ts';

export interface ImportRoutesOptions {
  /** The two digits of the district. */
  district: string;
  /** The district's outline in force, if any. */
  outlineInForce: () => Area | null;
  imports: ImportService;
  files: BoundaryFiles;
  proofs: ProofPool;
  /** Where the files of those who plan no borders are read and checked: nobody who plans waits for them. */
  memberLane: { files: BoundaryFiles; proofs: ProofPool };
  fairUse: FairUse;
}

const FormFilePart = Type.String({ format: 'binary' });
/** The parts that both forms have; a form's values are text. */
const COMMON_PARTS = { crs: Type.Optional(Crs), snapMetres: Type.Optional(Type.String()) };
/** A layer by its name and the column of the codes, where the service is not to find them itself. */
const Chosen = Type.Optional(Type.String());
const CheckForm = Type.Object({
  file: FormFilePart,
  parent: Type.Optional(FormFilePart),
  layer: Chosen,
  parentLayer: Chosen,
  codeColumn: Chosen,
  ...COMMON_PARTS,
});
const ImportForm = Type.Object({
  district: Type.Optional(FormFilePart),
  units: Type.Optional(FormFilePart),
  grids: Type.Optional(FormFilePart),
  assignCodes: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
  districtLayer: Chosen,
  unitsLayer: Chosen,
  unitsCodeColumn: Chosen,
  gridsLayer: Chosen,
  gridsCodeColumn: Chosen,
  ...COMMON_PARTS,
});
/** A form is described for its readers only: `readForm` checks it part by part as it comes in. */
const describedOnly = () => () => true;

const CHECK_FIELDS = ['crs', 'snapMetres', 'layer', 'parentLayer', 'codeColumn'];
const IMPORT_FIELDS = [
  'crs',
  'snapMetres',
  'assignCodes',
  'districtLayer',
  'unitsLayer',
  'unitsCodeColumn',
  'gridsLayer',
  'gridsCodeColumn',
];

const ImportId = Type.Object({ id: Type.String({ format: 'uuid', description: 'The id of an import' }) });

/** Boundaries from files: `/api/v1/coverage/imports` takes them in, `/api/v1/coverage/check-file` only checks them. */
export const importRoutes: FastifyPluginAsyncTypebox<ImportRoutesOptions> = async (
  app,
  { district, outlineInForce, imports, files, proofs, memberLane, fairUse },
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
        consumes: ['multipart/form-data'],
        body: CheckForm,
        response: { 200: Type.Unsafe<string>(CheckedFile) },
      },
      validatorCompiler: describedOnly,
    },
    async (request, reply) => {
      const answer = await fairUse.during(request, () => checkSentFile(request));
      reply.type('application/json; charset=utf-8');
      return answer;
    },
  );

  const checkSentFile = async (request: FastifyRequest): Promise<string> => {
    const lane = isPlanner(request) ? { files, proofs } : memberLane;
    const most = mostBytesOf(request);
    const form = await readForm(request, ['file', 'parent'], CHECK_FIELDS, {
      bytes: most,
      refusal: () => tooLarge(most),
    });
    const [file, parent] = [form.files.get('file'), form.files.get('parent')];
    if (!file) throw new Fault('invalid-input', 'The form has no file.', [{ path: '/file', message: 'is missing' }]);
    const how = { crs: crsOf(form), snapMetres: snapMetresOf(form) };
    const chosen = { layer: textOf(form, 'layer'), codeColumn: textOf(form, 'codeColumn'), district };
    const read = await readPackedFile(lane.files, 'file', file, chosen);
    const outline = parent
      ? await readPackedFile(lane.files, 'parent', parent, { layer: textOf(form, 'parentLayer') })
      : null;
    return lane.proofs.check({
      ...how,
      file: read.packed,
      parent: outline?.packed ?? null,
      description: read.description,
      parentDescription: outline?.description ?? null,
      outlineInForce: outlineInForce(),
    });
  };

  app.post(
    '/api/v1/coverage/imports',
    {
      bodyLimit,
      schema: {
        operationId: 'startImport',
        tags: ['imports'],
        summary: 'Takes boundaries in from files',
        consumes: ['multipart/form-data'],
        headers: RequestKeyHeaders,
        body: ImportForm,
        response: { 202: ImportState },
      },
      validatorCompiler: describedOnly,
    },
    async (request, reply) => {
      const form = await readForm(request, ['district', 'units', 'grids'], IMPORT_FIELDS);
      const order = {
        district: form.files.get('district'),
        units: form.files.get('units'),
        grids: form.files.get('grids'),
        crs: crsOf(form),
        snapMetres: snapMetresOf(form),
        assignCodes: form.fields.get('assignCodes') === 'true',
        wishes: {
          district: { layer: textOf(form, 'districtLayer') },
          units: { layer: textOf(form, 'unitsLayer'), codeColumn: textOf(form, 'unitsCodeColumn') },
          grids: { layer: textOf(form, 'gridsLayer'), codeColumn: textOf(form, 'gridsCodeColumn') },
        },
      };
      const state = await imports.start(order, callerOf(request), requestKey(request, digestOf(form)));
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
