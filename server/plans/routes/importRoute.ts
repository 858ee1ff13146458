import type { FastifyInstance } from 'fastify';
import { Fault } from '../../core/fault.ts';
import { PlanImportAnswer, PlanImportForm } from '../../core/plans/requests.ts';
import { crsOf, snapMetresOf, textOf } from '../../files/boundaryForm.ts';
import { FILE_LIMITS } from '../../files/limits.ts';
import { digestOf, readForm } from '../../http/form.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import type { PlanImports } from '../edits/planImports.ts';
import { PlanId } from './routeParts.ts';

const FIELDS = ['level', 'crs', 'snapMetres', 'layer', 'codeColumn', 'assignCodes'];

/** `POST /api/v1/plans/:id/import`: a file in the place of the plan's grids. */
export function importRoute(app: FastifyInstance, imports: PlanImports): void {
  app.post<{ Params: { id: string } }>(
    '/api/v1/plans/:id/import',
    {
      bodyLimit: FILE_LIMITS.fileBytes + 100_000,
      schema: {
        operationId: 'importIntoPlan',
        tags: ['plans'],
        summary: 'Takes a file into a plan; what is left amiss can be mended',
        consumes: ['multipart/form-data'],
        params: PlanId,
        headers: RequestKeyHeaders,
        body: PlanImportForm,
        response: { 200: PlanImportAnswer },
      },
      // The form is described for its readers only: `readForm` checks it part by part.
      validatorCompiler: ({ httpPart, schema }) =>
        httpPart === 'body' ? () => true : (app.validatorCompiler?.({ httpPart, schema } as never) ?? (() => true)),
    },
    async (request) => {
      const form = await readForm(request, ['file'], FIELDS);
      const file = form.files.get('file');
      if (!file) throw new Fault('invalid-input', 'The form has no file.', [{ path: '/file', message: 'is missing' }]);
      const level = form.fields.get('level') ?? 'grid';
      if (level !== 'grid' && level !== 'unit')
        throw new Fault('invalid-input', 'The level is grid or unit.', [{ path: '/level', message: 'grid or unit' }]);
      return imports.take(callerOf(request), request.params.id, {
        file,
        level,
        crs: crsOf(form),
        snapMetres: snapMetresOf(form),
        layer: textOf(form, 'layer'),
        codeColumn: textOf(form, 'codeColumn'),
        assignCodes: form.fields.get('assignCodes') === 'true',
        request: requestKey(request, digestOf(form)),
      });
    },
  );
}
